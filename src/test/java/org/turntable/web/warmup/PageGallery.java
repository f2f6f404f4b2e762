package org.turntable.web.warmup;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.turntable.campaign.PrizeKind;
import org.turntable.web.campaign.WheelLayout;
import org.turntable.web.claim.AddressPage;
import org.turntable.web.claim.PrizesPage;
import org.turntable.web.draw.CampaignPage;
import org.turntable.web.draw.CampaignPage.LastDraw;
import org.turntable.web.draw.CampaignPage.Phase;
import org.turntable.web.draw.CampaignPage.Player;
import org.turntable.web.draw.CampaignPage.WinRow;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Lang;
import org.turntable.web.page.MessagePage;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageTheme;
import org.turntable.web.page.Views;
import org.turntable.web.page.WebappFolder;
import org.turntable.web.signin.SignInPage;
import org.turntable.web.verifier.VerifierSignInPage;

/**
 * Writes every state of every page, in both languages, as files for review: {@code target/gallery/*.html} with the
 * assets beside them. Run its main in the project's folder.
 */
public final class PageGallery {
    private static final Instant THE_EVE = SamplePages.NOW.minusSeconds(26 * 3600 + 754);
    private static final Instant AFTERWARDS = SamplePages.NOW.plusSeconds(8 * 24 * 3600);

    private PageGallery() {}

    /** @param arguments the folder to write to; {@code target/gallery} when there is none */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/gallery");
        ServletContext context = WebappFolder.context();
        Assets assets = new Assets(context);
        Messages messages = new Messages();
        Views views = new Views(context, messages, assets);
        Files.createDirectories(folder.resolve("assets"));
        try (Stream<Path> files = Files.list(WebappFolder.SOURCE.resolve("assets"))) {
            for (Path file : files.toList()) {
                Files.write(
                        folder.resolve(assets.url(file.getFileName().toString()).substring(1)),
                        Files.readAllBytes(file));
            }
        }
        StringBuilder index = new StringBuilder("<!DOCTYPE html><meta charset=UTF-8><title>Turntable</title><ul>");
        for (Lang lang : Lang.values()) {
            for (Map.Entry<String, Picture> entry : states(lang, messages).entrySet()) {
                String name = entry.getKey() + "." + lang.tag() + ".html";
                String html = views.renderToString(
                        entry.getValue().template(),
                        lang,
                        entry.getValue().model(),
                        entry.getValue().pageTheme());
                Files.writeString(folder.resolve(name), html.replace("\"/assets/", "\"assets/"));
                index.append("<li><a href=\"")
                        .append(name)
                        .append("\">")
                        .append(name)
                        .append("</a>");
            }
        }
        Files.writeString(folder.resolve("index.html"), index);
    }

    /** A page to be rendered. */
    public record Picture(String template, Object model, PageTheme pageTheme) {
        Picture(String template, Object model) {
            this(template, model, PageTheme.USUAL);
        }
    }

    /** Every state of every page, by name. */
    public static Map<String, Picture> states(Lang lang, Messages messages) {
        SamplePages samples = new SamplePages(lang, messages);
        Player player = new Player(lang.choose("小桂", "Osmanthus"), 4, 2, 12);
        Player spentToday = new Player(null, 4, 0, 12);
        Player spent = new Player(null, 16, 0, 0);
        List<WinRow> wins = samples.campaign().wins();
        String coupon = wins.get(0).prize();
        LastDraw loss =
                new LastDraw(3, LastDraw.Status.LOSS, null, samples.wheel().losingSegment(3));
        LastDraw win =
                new LastDraw(3, LastDraw.Status.WIN, coupon, samples.wheel().segmentOf(4));
        LastDraw confirming = new LastDraw(3, LastDraw.Status.CONFIRMING, null, null);
        Instant now = SamplePages.NOW;

        Map<String, Picture> states = new LinkedHashMap<>();
        states.put(
                "open-new",
                campaign(samples.campaign(Phase.OPEN, now, new Player(null, 1, 3, 15), false, List.of(), null, null)));
        states.put("open-signed-out", campaign(samples.campaign(Phase.OPEN, now, null, false, List.of(), null, null)));
        states.put("open-win", campaign(samples.campaign(Phase.OPEN, now, player, false, wins, win, null)));
        states.put("open-loss", campaign(samples.campaign(Phase.OPEN, now, player, false, wins, loss, null)));
        states.put(
                "open-confirming", campaign(samples.campaign(Phase.OPEN, now, player, false, wins, confirming, null)));
        states.put(
                "open-busy",
                campaign(samples.campaign(
                        Phase.OPEN, now, Player.withUnknownChances("小桂"), true, List.of(), null, Notice.BUSY)));
        states.put(
                "open-none-today",
                campaign(samples.campaign(Phase.OPEN, now, spentToday, false, wins, loss, Notice.NO_CHANCES_TODAY)));
        states.put("open-none-in-all", campaign(samples.campaign(Phase.OPEN, now, spent, false, wins, loss, null)));
        states.put(
                "not-begun",
                campaign(samples.campaign(Phase.NOT_BEGUN, THE_EVE, player, false, List.of(), null, null)));
        states.put(
                "not-begun-signed-out",
                campaign(samples.campaign(Phase.NOT_BEGUN, THE_EVE, null, false, List.of(), null, null)));
        states.put("paused", campaign(samples.campaign(Phase.PAUSED, now, player, false, wins, loss, null)));
        states.put("ended", campaign(samples.campaign(Phase.ENDED, AFTERWARDS, player, false, wins, loss, null)));
        states.put("open-one-gone", campaign(samples.campaign(Phase.OPEN, now, player, false, wins, loss, null, 1)));
        states.put("open-all-gone", campaign(samples.campaign(Phase.OPEN, now, player, false, wins, loss, null, 6)));
        states.put("open-all-gone-win", campaign(samples.campaign(Phase.OPEN, now, player, false, wins, win, null, 6)));
        states.put(
                "open-refresh", campaign(samples.campaign(Phase.OPEN, now, player, false, wins, loss, Notice.REFRESH)));
        states.put(
                "ended-signed-out",
                campaign(samples.campaign(Phase.ENDED, AFTERWARDS, null, false, List.of(), null, null)));
        states.put(
                "themed-open",
                new Picture(
                        Views.CAMPAIGN,
                        samples.campaign(Phase.OPEN, now, player, false, wins, win, null),
                        samples.pageTheme()));
        states.put(
                "themed-not-begun",
                new Picture(
                        Views.CAMPAIGN,
                        samples.campaign(Phase.NOT_BEGUN, THE_EVE, player, false, List.of(), null, null),
                        samples.pageTheme()));
        states.put("themed-rules", new Picture(Views.RULES, samples.rules(), samples.pageTheme()));
        for (int prizes : new int[] {1, 3, 5, 8, 11, 20}) {
            states.put("wheel-" + prizes, campaign(wheelOf(prizes, samples, lang, messages)));
        }
        states.put("rules", new Picture(Views.RULES, samples.rules()));
        states.put("prizes", new Picture(Views.PRIZES, samples.prizesWon()));
        states.put("prizes-statuses", new Picture(Views.PRIZES, samples.claims().everyStatus()));
        states.put("address", new Picture(Views.ADDRESS, samples.claims().address()));
        states.put("address-first", new Picture(Views.ADDRESS, samples.claims().addressAtFirst()));
        states.put(
                "address-problems", new Picture(Views.ADDRESS, samples.claims().addressWithProblems()));
        for (AddressPage.AddressNotice notice : List.of(
                AddressPage.AddressNotice.BUSY, AddressPage.AddressNotice.CHANGED, AddressPage.AddressNotice.SHIPPED)) {
            states.put(
                    "address-" + notice.word(),
                    new Picture(Views.ADDRESS, samples.claims().address().with(notice)));
        }
        states.put("code", new Picture(Views.CODE, samples.claims().code()));
        states.put(
                "verifier-sign-in",
                new Picture(Views.VERIFIER_SIGN_IN, samples.claims().verifierSignIn()));
        states.put(
                "verifier-sign-in-wrong",
                new Picture(
                        Views.VERIFIER_SIGN_IN,
                        new VerifierSignInPage("csrf", "li.na", VerifierSignInPage.Problem.WRONG)));
        states.put("redeem", new Picture(Views.REDEEM, samples.claims().redeem()));
        for (String word : List.of("open", "redeemed", "unknown", "done", "before")) {
            states.put(
                    "redeem-" + word, new Picture(Views.REDEEM, samples.claims().redeem(word)));
        }
        states.put("privacy", new Picture(Views.PRIVACY, samples.claims().privacy()));
        states.put("prizes-none", new Picture(Views.PRIZES, prizes(samples.prizesWon(), false)));
        states.put("prizes-busy", new Picture(Views.PRIZES, prizes(samples.prizesWon(), true)));
        states.put("sign-in", new Picture(Views.SIGN_IN, new SignInPage("/c/golden-days", "csrf-token", "", false)));
        states.put("sign-in-wrong", new Picture(Views.SIGN_IN, samples.signIn()));
        for (int status : new int[] {400, 403, 404, 500, 503}) {
            states.put(
                    "message-" + status,
                    new Picture(
                            Views.MESSAGE,
                            MessagePage.of(
                                    status, messages, lang, "7f3a9c21", status == 503 ? "/c/golden-days" : null)));
        }
        for (String key : List.of("again", "away", "snapshot")) {
            states.put(
                    "sign-in-" + key,
                    new Picture(
                            Views.MESSAGE,
                            MessagePage.of(
                                    400,
                                    "sign.in." + key,
                                    messages,
                                    lang,
                                    "7f3a9c21",
                                    "/sign-in?return=/c/golden-days",
                                    "/c/golden-days")));
        }
        states.put("open-in-wechat", new Picture(Views.OPEN_IN_WECHAT, samples.openInWeChat()));
        states.put("diag", new Picture(Views.DIAG, samples.diag()));
        states.put(
                "diag-trouble",
                new Picture(
                        Views.DIAG,
                        samples.diag(
                                null,
                                "partner.example.net",
                                null,
                                new TreeMap<>(Map.of("mariadb", "away", "plans", "loaded", "redis", "away")))));
        states.put("no-campaign", new Picture(Views.MESSAGE, MessagePage.noCampaign(messages, lang)));
        return states;
    }

    /** A wheel with names of awkward lengths, under a long title. */
    private static CampaignPage wheelOf(int prizes, SamplePages samples, Lang lang, Messages messages) {
        List<String> names = List.of(
                lang.choose("限量版智能手表旗舰款", "Limited smart watch, titanium"),
                "￥1,888 现金红包",
                lang.choose("爱", "Tea"),
                "iPhone 18 Pro Max 512GB",
                lang.choose("全年免费咖啡畅饮卡一张（全国门店通用）", "A year of free coffee in all our shops"),
                lang.choose("满 200 减 50 券", "50 off 200"));
        PrizeKind[] kinds = PrizeKind.values();
        List<WheelLayout.Prize> list = IntStream.range(0, prizes)
                .mapToObj(i -> new WheelLayout.Prize(i + 1, names.get(i % names.size()), kinds[i % kinds.length]))
                .toList();
        CampaignPage page = samples.campaign();
        String name = lang.choose(
                "星河商贸十周年庆典暨中秋国庆双节同庆幸运大转盘抽奖活动", "Xinghe’s tenth anniversary grand Golden Autumn wheel of fortune");
        return new CampaignPage(
                page.slug(),
                name,
                page.organiser(),
                page.phase(),
                page.schedule(),
                page.player(),
                page.csrf(),
                false,
                WheelLayout.of(list, messages.text(lang, "wheel.thanks"), messages.text(lang, "wheel.more"))
                        .segments(),
                page.prizes(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                false,
                page.view());
    }

    private static PrizesPage prizes(PrizesPage page, boolean busy) {
        return new PrizesPage(
                page.slug(), page.name(), page.organiser(), page.csrf(), List.of(), null, busy, page.howToRedeem());
    }

    private static Picture campaign(CampaignPage page) {
        return new Picture(Views.CAMPAIGN, page);
    }
}
