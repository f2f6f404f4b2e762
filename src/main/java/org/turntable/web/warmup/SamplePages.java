package org.turntable.web.warmup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.showcase.Colour;
import org.turntable.showcase.Theme;
import org.turntable.showcase.ThemeColour;
import org.turntable.showcase.ThemeText;
import org.turntable.web.campaign.PrizeRow;
import org.turntable.web.campaign.RulesPage;
import org.turntable.web.campaign.Schedule;
import org.turntable.web.campaign.WheelLayout;
import org.turntable.web.claim.PrizesPage;
import org.turntable.web.draw.CampaignPage;
import org.turntable.web.line.LinePass;
import org.turntable.web.page.Lang;
import org.turntable.web.page.MessagePage;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageText;
import org.turntable.web.page.PageTheme;
import org.turntable.web.page.QrCode;
import org.turntable.web.signin.OpenInWeChatPage;
import org.turntable.web.signin.SignInPage;
import org.turntable.web.signin.WeChatPageOptions;
import org.turntable.web.telemetry.DiagPage;

/** A sample model for each page, for {@link TemplateWarmUp} and for tests. */
public final class SamplePages {
    /** 24 September 2026, noon in Beijing: the first day of the sample campaign. */
    static final Instant NOW = Instant.parse("2026-09-24T04:00:00Z");

    private static final Instant OPENS = Instant.parse("2026-09-24T02:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final long ODDS_BASE = 100_000;

    private final Lang lang;
    private final Messages messages;

    public SamplePages(Lang lang, Messages messages) {
        this.lang = lang;
        this.messages = messages;
    }

    public CampaignPage campaign() {
        return campaign(
                CampaignPage.Phase.OPEN,
                NOW,
                new CampaignPage.Player(lang.choose("小桂", "Osmanthus"), 3, 1, 13),
                false,
                List.of(new CampaignPage.WinRow(
                        lang.choose("￥20 优惠券", "¥20 coupon"),
                        PrizeKind.COUPON,
                        2,
                        PageText.dateAndTime(NOW, ZONE, lang),
                        null)),
                new CampaignPage.LastDraw(
                        2,
                        CampaignPage.LastDraw.Status.WIN,
                        lang.choose("￥20 优惠券", "¥20 coupon"),
                        wheel().segmentOf(4)),
                null);
    }

    public CampaignPage campaign(
            CampaignPage.Phase phase,
            Instant now,
            CampaignPage.Player player,
            boolean busy,
            List<CampaignPage.WinRow> wins,
            CampaignPage.LastDraw last,
            Notice notice) {
        return campaign(phase, now, player, busy, wins, last, notice, 0);
    }

    /** @param gone how many prizes, from the first, are out of stock */
    public CampaignPage campaign(
            CampaignPage.Phase phase,
            Instant now,
            CampaignPage.Player player,
            boolean busy,
            List<CampaignPage.WinRow> wins,
            CampaignPage.LastDraw last,
            Notice notice,
            int gone) {
        List<PrizeRow> prizes = IntStream.range(0, prizes().size())
                .mapToObj(i -> prizes().get(i).now(i < gone, null))
                .toList();
        Instant tomorrow = Instant.parse("2026-09-24T16:00:00Z");
        return new CampaignPage(
                "golden-days",
                name(),
                organiser(),
                phase,
                schedule(now),
                player,
                "csrf-token",
                busy,
                wheel().segments(),
                prizes,
                wins,
                last,
                notice,
                weChat(player == null),
                player == null ? null : new LinePass(List.of("https://lottery2.example.com"), "a-pass"),
                player == null || player.chancesInAll() == 0
                        ? null
                        : new CampaignPage.Again(
                                tomorrow.toEpochMilli(), PageText.dateAndTime(tomorrow, ZONE, lang), 3),
                phase == CampaignPage.Phase.ENDED ? winners() : List.of(),
                true,
                player == null ? "" : "mf3k2x1a.5d41402abc4b2a76");
    }

    private List<CampaignPage.WinnersRow> winners() {
        List<CampaignPage.WinnersRow> rows = new ArrayList<>();
        for (PrizeRow prize : prizes()) {
            int named = (int) Math.min(prize.quantity(), 9);
            rows.add(new CampaignPage.WinnersRow(
                    prize,
                    prize.quantity(),
                    IntStream.range(0, named)
                            .mapToObj(i -> new CampaignPage.WinnersRow.Name(
                                    "" + (char) ('a' + i) + (char) ('K' + i) + "***" + i + (char) ('q' + i),
                                    i == 2 && prize.quantity() == 5_000))
                            .toList()));
        }
        return rows;
    }

    /** A theme with every value but pictures. */
    public PageTheme pageTheme() {
        Map<ThemeColour, Colour> colours = new EnumMap<>(ThemeColour.class);
        String[] jade = {
            "#0a625b", "#05423e", "#f2c14e", "#f3fbf6", "#bfe8d2", "#0b4f45", "#fbfdf8", "#16302b", "#0b6158",
            "#ffd166", "#4a3200"
        };
        for (ThemeColour colour : ThemeColour.values()) {
            colours.put(colour, Colour.parse(jade[colour.ordinal()]).orElseThrow());
        }
        return PageTheme.of(
                new Theme(
                        colours,
                        Map.of(
                                ThemeText.SLOGAN,
                                new LocalizedText("一转一份好心情", "A turn, a treat"),
                                ThemeText.LOSING,
                                new LocalizedText("下次好运", "Next time"),
                                ThemeText.CHEER,
                                new LocalizedText("好运到！", "Lucky you!")),
                        Map.of()),
                lang,
                "");
    }

    private WeChatPageOptions weChat(boolean signIn) {
        String origin = "https://lottery.example.com";
        return new WeChatPageOptions(
                signIn,
                "https://res.wx.qq.com/open/js/jweixin-1.6.0.js",
                new WeChatPageOptions.Share(
                        name(),
                        messages.text(lang, "share.description", organiser()),
                        origin + "/c/golden-days",
                        origin + "/share.png"),
                !signIn);
    }

    WheelLayout wheel() {
        return WheelLayout.of(
                List.of(
                        new WheelLayout.Prize(1, lang.choose("智能手表", "Smart watch"), PrizeKind.POSTED),
                        new WheelLayout.Prize(2, lang.choose("蓝牙耳机", "Bluetooth earphones"), PrizeKind.POSTED),
                        new WheelLayout.Prize(3, lang.choose("￥88 红包", "¥88 red packet"), PrizeKind.RED_PACKET),
                        new WheelLayout.Prize(4, lang.choose("￥20 优惠券", "¥20 coupon"), PrizeKind.COUPON),
                        new WheelLayout.Prize(5, lang.choose("咖啡兑换券", "A coffee"), PrizeKind.COUPON),
                        new WheelLayout.Prize(6, lang.choose("￥5 优惠券", "¥5 coupon"), PrizeKind.COUPON)),
                messages.text(lang, "wheel.thanks"),
                messages.text(lang, "wheel.more"));
    }

    List<PrizeRow> prizes() {
        return List.of(
                prize(lang.choose("智能手表", "Smart watch"), PrizeKind.POSTED, 5, 2),
                prize(lang.choose("蓝牙耳机", "Bluetooth earphones"), PrizeKind.POSTED, 50, 20),
                prize(lang.choose("￥88 红包", "¥88 red packet"), PrizeKind.RED_PACKET, 200, 80),
                prize(lang.choose("￥20 优惠券", "¥20 coupon"), PrizeKind.COUPON, 5_000, 2_000),
                prize(lang.choose("咖啡兑换券", "A coffee"), PrizeKind.COUPON, 2_000, 800),
                prize(lang.choose("￥5 优惠券", "¥5 coupon"), PrizeKind.COUPON, 20_000, 8_000));
    }

    RulesPage rules() {
        long losing = ODDS_BASE - 10_902;
        return new RulesPage(
                "golden-days",
                name(),
                organiser(),
                schedule(NOW),
                3,
                15,
                prizes(),
                PageText.percent(losing, ODDS_BASE, lang),
                lang.choose(
                        "优惠券与兑换券：中奖后即可在门店出示券码使用，有效期至 2026 年 12 月 31 日。\n实物奖品：中奖后 7 天内填写收货地址，15 个工作日内寄出。\n红包：中奖后 3 "
                                + "个工作日内通过微信发放。",
                        "Coupons: show the code in any of our shops until 31 December 2026.\nPosted prizes: give "
                                + "your address within 7 days; they leave within 15 working days.\nRed packets: "
                                + "paid through WeChat within 3 working days."),
                List.of(
                        new RulesPage.Version(
                                2,
                                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                                lang.choose("新增 3,000 张 ￥5 优惠券，其余不变。", "3,000 more ¥5 coupons; nothing else changes."),
                                PageText.dateAndTime(NOW, ZONE, lang)),
                        new RulesPage.Version(
                                1,
                                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                                null,
                                PageText.dateAndTime(OPENS.minus(Duration.ofDays(3)), ZONE, lang))),
                null);
    }

    PrizesPage prizesWon() {
        return claims().prizesWon();
    }

    /** The pages of winners. */
    SampleClaims claims() {
        return new SampleClaims(lang, name(), organiser(), rules().howToRedeem());
    }

    SignInPage signIn() {
        return new SignInPage("/c/golden-days", "csrf-token", "", true);
    }

    OpenInWeChatPage openInWeChat() {
        String address = "https://lottery.example.com/c/golden-days";
        return new OpenInWeChatPage(name(), address, QrCode.of(address));
    }

    DiagPage diag() {
        return diag(
                "https://lottery.example.com",
                "lottery.example.com",
                "0.4",
                Map.of("plans", "loaded", "redis", "ok", "mariadb", "ok"));
    }

    DiagPage diag(String entry, String host, String redisMs, Map<String, String> parts) {
        return new DiagPage(
                "K7M2QX",
                "7f3a9c217f3a9c21",
                "2026-09-24 04:00:00.125 UTC",
                NOW.toEpochMilli(),
                new DiagPage.Arrival(entry, 2, 1, host, true, "203.0.113.7", true),
                new DiagPage.Server("node-1", "1.0.0", redisMs, parts),
                new DiagPage.Phone(
                        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
                                + "Gecko) Mobile/15E148 "
                                + "MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN",
                        "8.0.49",
                        true));
    }

    MessagePage message() {
        return MessagePage.of(503, messages, lang, "7f3a9c21", "/c/golden-days");
    }

    private PrizeRow prize(String name, PrizeKind kind, long quantity, long weight) {
        return PrizeRow.of(name, kind, quantity, weight, ODDS_BASE, null, lang);
    }

    private Schedule schedule(Instant now) {
        return Schedule.of(now, OPENS, OPENS.plus(Duration.ofDays(7)), ZONE, lang);
    }

    private String name() {
        return lang.choose("金秋七天乐 · 转盘抽大奖", "Seven Golden Days");
    }

    private String organiser() {
        return lang.choose("星河商贸有限公司", "Xinghe Trading Co., Ltd.");
    }
}
