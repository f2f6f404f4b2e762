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
import org.turntable.campaign.LocalText;
import org.turntable.ledger.LedgerTotals;
import org.turntable.ops.NodeBoard;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.Views;

/** Puts into words and numbers what the console's templates show. */
public final class ConsolePages {
    /** Open and paused ones before what is over or not yet begun; the newest first. */
    static final Comparator<Campaign> THE_LIVE_ONES_FIRST = Comparator
            .comparing((Campaign campaign) -> campaign.state() != CampaignState.OPEN && campaign.state() != CampaignState.PAUSED)
            .thenComparing(Campaign::id, Comparator.reverseOrder());
    /** After that a node's last word is old: it tells every three seconds. */
    private static final Duration SILENT = Duration.ofSeconds(15);
    private static final String GAP = "–";

    private final Views views;
    private final Supplier<Instant> clock;

    public ConsolePages(Views views, Supplier<Instant> clock) {
        this.views = views;
        this.clock = clock;
    }

    /** What every page shows: who is signed in, and the token of its forms. */
    public record Frame(String operator, String csrf) {
    }

    /** The sign-in; {@code refusal} is null or why it was refused. */
    public record SignInPage(String csrf, String refusal) {
    }

    /** A campaign in the list. */
    public record CampaignCard(String slug, String name, String state, String phase, String window, String draws, String wins, String left, String backlog) {
    }

    /** A node in the list. */
    public record NodeRow(String name, String version, String state, String heard, String cpu, String heap, String waiting, List<String> troubles) {
    }

    /** The list; {@code nodes} is null where the board does not answer. */
    public record HomePage(Frame frame, List<CampaignCard> campaigns, List<NodeRow> nodes, String at) {
    }

    /** A prize of a campaign. */
    public record PrizeLine(String name, String units, String taken, String left) {
    }

    /** A move of a campaign. */
    public record MoveLine(String from, String to, String byWhom, String reason, String at) {
    }

    /** One campaign, and what may be done. */
    public record CampaignPage(Frame frame, CampaignCard campaign, List<PrizeLine> prizes, List<MoveLine> moves, boolean mayPause, boolean mayResume,
                               boolean mayClose, String refusal, String reason, String at) {
    }

    /** A sentence instead of a page. */
    public record MessagePage(String title, String text) {
    }

    void signIn(HttpServletResponse response, int status, Lang lang, String csrf, String refusalKey) throws IOException {
        views.render(response, status, "console-sign-in", lang, new SignInPage(csrf, refusalKey == null ? null : text(lang, refusalKey)));
    }

    void home(HttpServletResponse response, Lang lang, String operator, String csrf, List<CampaignCard> cards, Optional<List<NodeBoard.Told>> nodes)
            throws IOException {
        views.render(response, HttpServletResponse.SC_OK, "console-home", lang, new HomePage(new Frame(operator, csrf), cards,
                nodes.map(all -> all.stream().map(told -> node(told, lang)).toList()).orElse(null), time(clock.get())));
    }

    void campaign(HttpServletResponse response, int status, Lang lang, String operator, String csrf, Campaign campaign, ConsoleFigures.Figures figures,
                  List<CampaignAdministration.Move> moves, String refusalKey, String reason) throws IOException {
        views.render(response, status, "console-campaign", lang, page(lang, new Frame(operator, csrf), campaign, figures, moves, refusalKey, reason));
    }

    private CampaignPage page(Lang lang, Frame frame, Campaign campaign, ConsoleFigures.Figures figures, List<CampaignAdministration.Move> moves,
                              String refusalKey, String reason) {
        CampaignState state = campaign.state();
        return new CampaignPage(frame, card(campaign, figures, lang),
                campaign.prizes().stream().map(prize -> new PrizeLine(text(prize.name(), lang), number(prize.stock(), lang),
                        figures.taken().map(taken -> number(taken.getOrDefault(prize.id(), 0L), lang)).orElse(GAP),
                        figures.taken().map(taken -> number(Math.max(0, prize.stock() - taken.getOrDefault(prize.id(), 0L)), lang)).orElse(GAP))).toList(),
                moves.stream().map(move -> new MoveLine(state(move.from(), lang), state(move.to(), lang), move.byWhom(), move.reason(),
                        PageText.dateAndTime(move.at(), campaign.zone(), lang))).toList(),
                state == CampaignState.OPEN, state == CampaignState.PAUSED, state == CampaignState.OPEN || state == CampaignState.PAUSED,
                refusalKey == null ? null : text(lang, refusalKey), reason, time(clock.get()));
    }

    void message(HttpServletResponse response, int status, Lang lang, String key) throws IOException {
        views.render(response, status, "console-message", lang, new MessagePage(text(lang, key + ".title"), text(lang, key + ".text")));
    }

    CampaignCard card(Campaign campaign, ConsoleFigures.Figures figures, Lang lang) {
        long units = campaign.prizes().stream().mapToLong(prize -> prize.stock()).sum();
        return new CampaignCard(campaign.slug(), text(campaign.name(), lang), campaign.state().word(),
                text(lang, "console.phase." + campaign.phaseAt(clock.get()).name().toLowerCase(Locale.ROOT)),
                text(lang, "campaign.window", PageText.dateAndTime(campaign.opensAt(), campaign.zone(), lang),
                        PageText.dateAndTime(campaign.closesAt(), campaign.zone(), lang)),
                figures.total().map(LedgerTotals.Total::draws).map(draws -> number(draws, lang)).orElse(GAP),
                figures.total().map(LedgerTotals.Total::wins).map(wins -> number(wins, lang)).orElse(GAP),
                figures.taken().map(taken -> number(Math.max(0, units - sum(taken)), lang)).orElse(GAP),
                figures.backlog().map(backlog -> number(backlog.entries(), lang)).orElse(GAP));
    }

    private static long sum(Map<Integer, Long> taken) {
        return taken.values().stream().mapToLong(Long::longValue).sum();
    }

    private NodeRow node(NodeBoard.Told told, Lang lang) {
        Duration ago = Duration.between(told.at(), clock.get());
        boolean silent = ago.compareTo(SILENT) > 0;
        String state = silent ? "silent" : told.status().draining() ? "draining" : told.status().ready() ? "ready" : "unready";
        List<String> troubles = told.status().components().entrySet().stream()
                .filter(part -> !List.of("ok", "loaded", "welcome", "played").contains(part.getValue()))
                .map(part -> part.getKey() + ": " + part.getValue()).toList();
        return new NodeRow(told.status().node(), told.status().version(), state, text(lang, "console.node.heard", Math.max(0, ago.toSeconds())),
                percent(told.status().cpu()), percent(told.status().heap()), number(told.status().waiting(), lang), troubles);
    }

    private static String percent(double share) {
        return share < 0 ? GAP : Math.round(share * 100) + "%";
    }

    /** Renders every page once in both languages: a broken template stops the start, and not an operator at night. */
    public void warmUp() {
        Campaign sample = ConsoleSample.campaign();
        ConsoleFigures.Figures gaps = new ConsoleFigures.Figures(Optional.empty(), Optional.empty(), Optional.empty());
        Frame frame = new Frame("li.na", "token");
        for (Lang lang : Lang.values()) {
            views.renderToString("console-sign-in", lang, new SignInPage("token", text(lang, "console.sign.in.refused")));
            views.renderToString("console-message", lang, new MessagePage(text(lang, "console.away.title"), text(lang, "console.away.text")));
            views.renderToString("console-home", lang, new HomePage(frame, List.of(card(sample, gaps, lang)),
                    List.of(new NodeRow("node-1", "1.0.0", "silent", "-", "1%", "1%", "0", List.of("redis: away"))), time(clock.get())));
            views.renderToString("console-campaign", lang, page(lang, frame, sample, gaps, List.of(new CampaignAdministration.Move(CampaignState.SCHEDULED,
                    CampaignState.OPEN, "li.na", null, clock.get())), "console.reason.needed", ""));
        }
    }

    private String state(CampaignState state, Lang lang) {
        return text(lang, "console.state." + state.word());
    }

    private String text(Lang lang, String key, Object... values) {
        return views.messages().text(lang, key, values);
    }

    private static String text(LocalText text, Lang lang) {
        return text.in(lang == Lang.EN);
    }

    private static String number(long value, Lang lang) {
        return NumberFormat.getIntegerInstance(lang.locale()).format(value);
    }

    private static String time(Instant now) {
        return now.toString().substring(11, 19) + " UTC";
    }
}
