package org.turntable.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.LocalizedText;
import org.turntable.health.NodeRegistry;
import org.turntable.ledger.LedgerTotals;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.Views;

/** Formats the texts and numbers of the console's templates. */
public final class ConsolePages {
    /** Open and paused campaigns before the others; the newest first. */
    static final Comparator<Campaign> RUNNING_FIRST = Comparator.comparing((Campaign campaign) ->
                    campaign.state() != CampaignState.OPEN && campaign.state() != CampaignState.PAUSED)
            .thenComparing(Campaign::id, Comparator.reverseOrder());
    /** A node is silent without a heartbeat for this time; it sends one every three seconds. */
    private static final Duration SILENT = Duration.ofSeconds(15);

    private static final String GAP = "–";

    private final Views views;
    private final Supplier<Instant> clock;

    public ConsolePages(Views views, Supplier<Instant> clock) {
        this.views = views;
        this.clock = clock;
    }

    /** What every page has: the signed-in operator, and the token of its forms. */
    public record Frame(String operator, String csrf) {}

    /** The sign-in; {@code refusal} is why it was refused, or null. */
    public record SignInPage(String csrf, String refusal) {}

    /** A campaign in the list. */
    public record CampaignCard(
            String slug,
            String name,
            String state,
            String phase,
            String window,
            String draws,
            String wins,
            String left,
            String backlog) {}

    /** A node in the list. */
    public record NodeRow(
            String name,
            String version,
            String state,
            String heard,
            String cpu,
            String heap,
            String waiting,
            List<String> troubles) {}

    /** The list; {@code nodes} is null where the registry is unavailable. */
    public record HomePage(Frame frame, List<CampaignCard> campaigns, List<NodeRow> nodes, String at) {}

    /** A prize of a campaign. */
    public record PrizeLine(String name, String units, String taken, String left) {}

    /** A change of state of a campaign. */
    public record MoveLine(String from, String to, String byWhom, String reason, String at) {}

    /** One campaign, and the permitted actions. */
    public record CampaignPage(
            Frame frame,
            CampaignCard campaign,
            List<PrizeLine> prizes,
            List<MoveLine> moves,
            boolean mayPause,
            boolean mayResume,
            boolean mayClose,
            String refusal,
            String reason,
            String at) {}

    /** A page with a message. */
    public record MessagePage(String title, String text) {}

    void signIn(HttpServletResponse response, int status, Lang lang, String csrf, String refusalKey)
            throws IOException {
        views.render(
                response,
                status,
                "console-sign-in",
                lang,
                new SignInPage(csrf, refusalKey == null ? null : text(lang, refusalKey)));
    }

    void home(
            HttpServletResponse response,
            Lang lang,
            String operator,
            String csrf,
            List<CampaignCard> cards,
            Optional<List<NodeRegistry.Heartbeat>> nodes)
            throws IOException {
        views.render(
                response,
                HttpServletResponse.SC_OK,
                "console-home",
                lang,
                new HomePage(
                        new Frame(operator, csrf),
                        cards,
                        nodes.map(all -> all.stream()
                                        .map(heartbeat -> node(heartbeat, lang))
                                        .toList())
                                .orElse(null),
                        time(clock.get())));
    }

    void campaign(
            HttpServletResponse response,
            int status,
            Lang lang,
            String operator,
            String csrf,
            Campaign campaign,
            ConsoleStatistics.Figures figures,
            List<CampaignAdministration.StateChange> moves,
            String refusalKey,
            String reason)
            throws IOException {
        views.render(
                response,
                status,
                "console-campaign",
                lang,
                page(lang, new Frame(operator, csrf), campaign, figures, moves, refusalKey, reason));
    }

    CampaignPage page(
            Lang lang,
            Frame frame,
            Campaign campaign,
            ConsoleStatistics.Figures figures,
            List<CampaignAdministration.StateChange> moves,
            String refusalKey,
            String reason) {
        CampaignState state = campaign.state();
        return new CampaignPage(
                frame,
                card(campaign, figures, lang),
                campaign.prizes().stream()
                        .map(prize -> new PrizeLine(
                                text(prize.name(), lang),
                                number(prize.stock(), lang),
                                figures.taken()
                                        .map(taken -> number(taken.getOrDefault(prize.id(), 0L), lang))
                                        .orElse(GAP),
                                figures.taken()
                                        .map(taken -> number(
                                                Math.max(0, prize.stock() - taken.getOrDefault(prize.id(), 0L)), lang))
                                        .orElse(GAP)))
                        .toList(),
                moves.stream()
                        .map(move -> new MoveLine(
                                state(move.from(), lang),
                                state(move.to(), lang),
                                move.byWhom(),
                                move.reason(),
                                PageText.dateAndTime(move.at(), campaign.zone(), lang)))
                        .toList(),
                state == CampaignState.OPEN,
                state == CampaignState.PAUSED,
                state == CampaignState.OPEN || state == CampaignState.PAUSED,
                refusalKey == null ? null : text(lang, refusalKey),
                reason,
                time(clock.get()));
    }

    void message(HttpServletResponse response, int status, Lang lang, String key) throws IOException {
        views.render(
                response,
                status,
                "console-message",
                lang,
                new MessagePage(text(lang, key + ".title"), text(lang, key + ".text")));
    }

    CampaignCard card(Campaign campaign, ConsoleStatistics.Figures figures, Lang lang) {
        long units =
                campaign.prizes().stream().mapToLong(prize -> prize.stock()).sum();
        return new CampaignCard(
                campaign.slug(),
                text(campaign.name(), lang),
                campaign.state().word(),
                text(
                        lang,
                        "console.phase." + campaign.phaseAt(clock.get()).name().toLowerCase(Locale.ROOT)),
                text(
                        lang,
                        "campaign.window",
                        PageText.dateAndTime(campaign.opensAt(), campaign.zone(), lang),
                        PageText.dateAndTime(campaign.closesAt(), campaign.zone(), lang)),
                figures.total()
                        .map(LedgerTotals.Total::draws)
                        .map(draws -> number(draws, lang))
                        .orElse(GAP),
                figures.total()
                        .map(LedgerTotals.Total::wins)
                        .map(wins -> number(wins, lang))
                        .orElse(GAP),
                figures.taken()
                        .map(taken -> number(Math.max(0, units - sum(taken)), lang))
                        .orElse(GAP),
                figures.backlog()
                        .map(backlog -> number(backlog.entries(), lang))
                        .orElse(GAP));
    }

    private static long sum(Map<Integer, Long> taken) {
        return taken.values().stream().mapToLong(Long::longValue).sum();
    }

    private NodeRow node(NodeRegistry.Heartbeat heartbeat, Lang lang) {
        Duration ago = Duration.between(heartbeat.at(), clock.get());
        boolean silent = ago.compareTo(SILENT) > 0;
        String state = silent
                ? "silent"
                : heartbeat.status().draining()
                        ? "draining"
                        : heartbeat.status().ready() ? "ready" : "unready";
        List<String> troubles = heartbeat.status().components().entrySet().stream()
                .filter(part -> !List.of("ok", "loaded", "welcome", "played").contains(part.getValue()))
                .map(part -> part.getKey() + ": " + part.getValue())
                .toList();
        return new NodeRow(
                heartbeat.status().node(),
                heartbeat.status().version(),
                state,
                text(lang, "console.node.heard", Math.max(0, ago.toSeconds())),
                percent(heartbeat.status().cpu()),
                percent(heartbeat.status().heap()),
                number(heartbeat.status().waiting(), lang),
                troubles);
    }

    private static String percent(double share) {
        return share < 0 ? GAP : Math.round(share * 100) + "%";
    }

    private String state(CampaignState state, Lang lang) {
        return text(lang, "console.state." + state.word());
    }

    String text(Lang lang, String key, Object... values) {
        return views.messages().text(lang, key, values);
    }

    private static String text(LocalizedText text, Lang lang) {
        return text.in(lang == Lang.EN);
    }

    private static String number(long value, Lang lang) {
        return NumberFormat.getIntegerInstance(lang.locale()).format(value);
    }

    static String time(Instant now) {
        return now.toString().substring(11, 19) + " UTC";
    }
}
