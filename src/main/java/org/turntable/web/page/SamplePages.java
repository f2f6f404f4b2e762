package org.turntable.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.turntable.campaign.PrizeKind;

/** A believable value for each page: what {@link Views#warmUp()} renders, and what tests start from. */
final class SamplePages {
    /** 24 September 2026, noon in Beijing: the first day of the sample campaign. */
    static final Instant NOW = Instant.parse("2026-09-24T04:00:00Z");
    private static final Instant OPENS = Instant.parse("2026-09-24T02:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final long ODDS_BASE = 100_000;

    private final Lang lang;
    private final Messages messages;

    SamplePages(Lang lang, Messages messages) {
        this.lang = lang;
        this.messages = messages;
    }

    CampaignPage campaign() {
        return campaign(CampaignPage.Phase.OPEN, NOW, new CampaignPage.Player(lang.choose("小桂", "Osmanthus"), 3, 1, 13), false,
                List.of(new CampaignPage.WinRow(lang.choose("￥20 优惠券", "¥20 coupon"), PrizeKind.COUPON, 2,
                        PageText.dateAndTime(NOW, ZONE, lang))),
                new CampaignPage.LastDraw(2, CampaignPage.LastDraw.Status.WIN, lang.choose("￥20 优惠券", "¥20 coupon"),
                        wheel().segmentOf(4)), null);
    }

    CampaignPage campaign(CampaignPage.Phase phase, Instant now, CampaignPage.Player player, boolean busy,
                          List<CampaignPage.WinRow> wins, CampaignPage.LastDraw last, Notice notice) {
        return new CampaignPage("golden-days", name(), organiser(), phase, schedule(now), player, "csrf-token", busy,
                wheel().segments(), prizes(), wins, last, notice, weChat(player == null),
                player == null ? null : new CampaignPage.OtherLines(List.of("https://lottery2.example.com"), "a-pass"));
    }

    private CampaignPage.WeChat weChat(boolean signIn) {
        String origin = "https://lottery.example.com";
        return new CampaignPage.WeChat(signIn, "https://res.wx.qq.com/open/js/jweixin-1.6.0.js",
                new CampaignPage.Share(name(), messages.text(lang, "share.description", organiser()), origin + "/c/golden-days", origin + "/share.png"), !signIn);
    }

    WheelLayout wheel() {
        return WheelLayout.of(List.of(
                new WheelLayout.Prize(1, lang.choose("智能手表", "Smart watch"), PrizeKind.POSTED),
                new WheelLayout.Prize(2, lang.choose("蓝牙耳机", "Bluetooth earphones"), PrizeKind.POSTED),
                new WheelLayout.Prize(3, lang.choose("￥88 红包", "¥88 red packet"), PrizeKind.RED_PACKET),
                new WheelLayout.Prize(4, lang.choose("￥20 优惠券", "¥20 coupon"), PrizeKind.COUPON),
                new WheelLayout.Prize(5, lang.choose("咖啡兑换券", "A coffee"), PrizeKind.COUPON),
                new WheelLayout.Prize(6, lang.choose("￥5 优惠券", "¥5 coupon"), PrizeKind.COUPON)),
                messages.text(lang, "wheel.thanks"), messages.text(lang, "wheel.more"));
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
        return new RulesPage("golden-days", name(), organiser(), schedule(NOW), 3, 15, prizes(),
                PageText.percent(losing, ODDS_BASE, lang),
                lang.choose("优惠券与兑换券：中奖后即可在门店出示券码使用，有效期至 2026 年 12 月 31 日。\n实物奖品：中奖后 7 天内填写收货地址，15 个工作日内寄出。\n红包：中奖后 3 个工作日内通过微信发放。",
                        "Coupons: show the code in any of our shops until 31 December 2026.\nPosted prizes: give your address within 7 days; they leave within 15 working days.\nRed packets: paid through WeChat within 3 working days."));
    }

    PrizesPage prizesWon() {
        return claims().prizesWon();
    }

    /** The pages about what was won. */
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
        return diag("https://lottery.example.com", "lottery.example.com", "0.4", Map.of("plans", "loaded", "redis", "ok", "mariadb", "ok"));
    }

    DiagPage diag(String entry, String host, String redisMs, Map<String, String> parts) {
        return new DiagPage("K7M2QX", "7f3a9c217f3a9c21", "2026-09-24 04:00:00.125 UTC", NOW.toEpochMilli(),
                new DiagPage.Arrival(entry, 2, 1, host, true, "203.0.113.7", true), new DiagPage.Server("node-1", "1.0.0", redisMs, parts),
                new DiagPage.Phone("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
                        + "MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN", "8.0.49", true));
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
