package org.turntable.web.warmup;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.turntable.campaign.PrizeKind;
import org.turntable.claim.address.AddressValidator;
import org.turntable.claim.address.AddressValidator.Typed;
import org.turntable.web.claim.AddressPage;
import org.turntable.web.claim.CodePage;
import org.turntable.web.claim.PrivacyPage;
import org.turntable.web.claim.PrizesPage;
import org.turntable.web.claim.PrizesPage.Status;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.QrCode;
import org.turntable.web.verifier.RedeemPage;
import org.turntable.web.verifier.VerifierSignInPage;

/** Sample models for the pages of winners. */
final class SampleClaims {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Lang lang;
    private final String name;
    private final String organiser;
    private final String howToRedeem;

    SampleClaims(Lang lang, String name, String organiser, String howToRedeem) {
        this.lang = lang;
        this.name = name;
        this.organiser = organiser;
        this.howToRedeem = howToRedeem;
    }

    PrizesPage prizesWon() {
        return prizes(
                List.of(
                        row(
                                lang.choose("￥20 优惠券", "¥20 coupon"),
                                PrizeKind.COUPON,
                                7,
                                "XH20-7K4M-9QPD",
                                Status.of(Status.WON)),
                        row(
                                lang.choose("蓝牙耳机", "Bluetooth earphones"),
                                PrizeKind.POSTED,
                                2,
                                null,
                                new Status("address_missing", null, "/prizes/2/address", false))),
                null);
    }

    /** One prize of each status. */
    PrizesPage everyStatus() {
        return prizes(
                List.of(
                        row(
                                lang.choose("智能手表", "Smart watch"),
                                PrizeKind.POSTED,
                                9,
                                null,
                                new Status(
                                        "address_given",
                                        lang.choose("王** 138****8000，浙江省杭州市", "W** 138****8000, 浙江省杭州市"),
                                        "/prizes/9/address",
                                        false)),
                        row(
                                lang.choose("蓝牙耳机", "Bluetooth earphones"),
                                PrizeKind.POSTED,
                                8,
                                null,
                                new Status("address_missing", null, "/prizes/8/address", false)),
                        row(
                                lang.choose("蓝牙耳机", "Bluetooth earphones"),
                                PrizeKind.POSTED,
                                7,
                                null,
                                Status.of(
                                        "shipped", lang.choose("顺丰速运 SF1234567890123", "SF Express SF1234567890123"))),
                        row(
                                lang.choose("￥20 优惠券", "¥20 coupon"),
                                PrizeKind.COUPON,
                                6,
                                "XH20-7K4M-9QPD",
                                new Status("coupon_open", null, "/prizes/6/coupon/5f0c2a9e41b7d386", false)),
                        row(
                                lang.choose("￥88 红包", "¥88 red packet"),
                                PrizeKind.RED_PACKET,
                                4,
                                null,
                                new Status("packet_ready", null, "/prizes/4/collect", true)),
                        row(
                                lang.choose("￥88 红包", "¥88 red packet"),
                                PrizeKind.RED_PACKET,
                                3,
                                null,
                                Status.of("packet_sent")),
                        row(
                                lang.choose("咖啡兑换券", "A coffee"),
                                PrizeKind.COUPON,
                                5,
                                "XHCF-7K4M-9QPD",
                                Status.of(
                                        "redeemed",
                                        redeem().store() + " · " + PageText.dateAndTime(SamplePages.NOW, ZONE, lang)))),
                10);
    }

    private PrizesPage prizes(List<PrizesPage.Row> rows, Integer confirming) {
        return new PrizesPage("golden-days", name, organiser, "csrf-token", rows, confirming, false, howToRedeem);
    }

    private PrizesPage.Row row(String prize, PrizeKind kind, int number, String code, Status status) {
        return PrizesPage.Row.of(prize, kind, number, PageText.dateAndTime(SamplePages.NOW, ZONE, lang), code, status);
    }

    AddressPage address() {
        return address(new Typed("王小桂", "138 0013 8000", "浙江省", "杭州市", "西湖区", "文三路 478 号 3-1201", false), true);
    }

    private AddressPage address(Typed typed, boolean stored) {
        return new AddressPage(
                "golden-days",
                name,
                organiser,
                lang.choose("蓝牙耳机", "Bluetooth earphones"),
                2,
                "csrf-token",
                stored ? 3 : 0,
                typed,
                Map.of(),
                AddressPage.AddressNotice.NONE,
                stored,
                90);
    }

    /** An empty one. */
    AddressPage addressAtFirst() {
        return address(Typed.NOTHING, false);
    }

    /** One with every field wrong or missing. */
    AddressPage addressWithProblems() {
        Typed typed = new Typed("1", "12345", "", "杭州", "?", "路", false);
        return address(typed, false).with(AddressValidator.of(typed).problems());
    }

    PrivacyPage privacy() {
        return new PrivacyPage("golden-days", name, organiser, 90, 30);
    }

    CodePage code() {
        return new CodePage(
                "golden-days",
                name,
                organiser,
                lang.choose("￥20 优惠券", "¥20 coupon"),
                7,
                "173V-7Q2M-4KXC",
                QrCode.of("https://lottery.example.com/redeem#173V-7Q2M-4KXC"));
    }

    VerifierSignInPage verifierSignIn() {
        return new VerifierSignInPage("csrf-token", "", VerifierSignInPage.Problem.NOTHING);
    }

    RedeemPage redeem() {
        return RedeemPage.of("li.na", lang.choose("湖滨银泰店", "Lakeside store"), "csrf-token");
    }

    /** The page with a code that is the given word. */
    RedeemPage redeem(String word) {
        boolean over = word.equals("redeemed") || word.equals("before") || word.equals("done");
        return redeem().with(
                        word.equals("unknown")
                                ? RedeemPage.Shown.unknown("173V-7Q2M-4KXD")
                                : new RedeemPage.Shown(
                                        word,
                                        "173V-7Q2M-4KXC",
                                        "00",
                                        lang.choose("￥20 优惠券", "¥20 coupon"),
                                        name,
                                        PageText.dateAndTime(SamplePages.NOW, ZONE, lang),
                                        over ? redeem().store() : null,
                                        over ? PageText.dateAndTime(SamplePages.NOW, ZONE, lang) : null));
    }
}
