package org.turntable.promises.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.Chromium.Phone;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.LoggedSecrets;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * A winner and a verifier with real browsers: the address, the code in a shop without a network, and the queue of a
 * phone whose line is down.
 */
class ClaimsBrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String POSTED = "claims-seen-posted";
    private static final String COUPON = "claims-seen-coupon";
    private static final Set<String> PERSONAL = Set.of("recipient", "mobile", "detail", "password");
    private static Cluster cluster;
    private static Chromium browser;
    private static int verifiers;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.start();
        cluster = SharedCluster.whole();
        SharedCluster.open(campaign(
                POSTED,
                PrizeDefinition.of(
                        new LocalizedText("蓝牙耳机", "Wireless earbuds"), PrizeKind.POSTED, 100, 0, 50, List.of())));
        SharedCluster.open(campaign(
                COUPON,
                PrizeDefinition.of(
                        new LocalizedText("咖啡兑换券", "Coffee voucher"), PrizeKind.COUPON, 100, 0, 50, List.of())));
    }

    private static CampaignDefinition campaign(String slug, PrizeDefinition prize) {
        CampaignDefinition plain = SampleCampaigns.onePrize(slug, 1, 100, 10, 10);
        return new CampaignDefinition(
                slug,
                new LocalizedText("黄金周幸运大转盘", "Golden Week Lucky Wheel"),
                plain.organiser(),
                plain.howToRedeem(),
                plain.zone(),
                plain.opensAt(),
                plain.closesAt(),
                10,
                10,
                100,
                plain.release(),
                List.of(prize));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"320, zh-CN, 王小桂", "414, en, 李雷"})
    void aWinnerGivesAnAddressCorrectsItAndSavesIt(int width, String language, String name) throws IOException {
        Phone phone = winner(width, language, POSTED, "收件人" + width);
        phone.open(at("/c/" + POSTED + "/prizes"));
        phone.tap(".act a.go");
        arrived(phone, "/c/" + POSTED + "/prizes/1/address", "#recipient");
        phone.picture("address-empty-" + width);
        type(phone, "recipient", name);
        type(phone, "mobile", "12345");
        phone.text("document.getElementById('province').value = '浙江省'");
        type(phone, "city", "杭州市");
        type(phone, "district", "西湖区");
        type(phone, "detail", "文三路 478 号 3 单元");
        phone.tap("button[value=save]");
        Await.until(
                "the form says what is wrong",
                LIMIT,
                () -> phone.is("document.querySelectorAll('.wrong').length === 2"));
        assertEquals(name, phone.text("document.getElementById('recipient').value"), "what was typed is still there");
        phone.pictureOfAll("address-corrected-" + width);
        phone.assertFits();
        phone.text("document.getElementById('mobile').value = ''");
        type(phone, "mobile", "+86 138 0013 8000");
        phone.tap("#consent");
        phone.tap("button[value=save]");
        arrived(phone, "/c/" + POSTED + "/prizes", ".status");
        assertTrue(phone.text("document.querySelector('.status').textContent").contains("138****8000"));
        phone.pictureOfAll("address-saved-" + width);
        phone.assertFits();
    }

    @Test
    void anAddressThatNoNodeStoredIsStillThereWhenTheFormComesBack() throws IOException {
        Phone phone = winner(320, "zh-CN", POSTED, "断网");
        String form = "/c/" + POSTED + "/prizes/1/address";
        phone.open(at(form));
        arrived(phone, form, "#recipient");
        type(phone, "recipient", "王小桂");
        type(phone, "detail", "文三路 478 号 3 单元");
        phone.text("document.getElementById('province').value = '浙江省'");
        phone.tap("#consent");
        network(phone, true);
        phone.tap("button[value=save]");
        Await.until("the form has gone", LIMIT, () -> phone.is("document.getElementById('recipient') === null"));
        network(phone, false);
        phone.go(at(form));
        arrived(phone, form, "#recipient");
        Await.until("it says so", LIMIT, () -> phone.is("!document.getElementById('not-saved').hidden"));
        assertEquals("王小桂", phone.text("document.getElementById('recipient').value"));
        assertEquals("浙江省", phone.text("document.getElementById('province').value"));
        assertEquals("文三路 478 号 3 单元", phone.text("document.getElementById('detail').value"));
        assertTrue(phone.is("document.getElementById('consent').checked"));
        phone.pictureOfAll("address-not-saved-320");
        phone.assertFits();
        type(phone, "mobile", "13800138000");
        type(phone, "city", "杭州市");
        type(phone, "district", "西湖区");
        phone.tap("button[value=save]");
        arrived(phone, "/c/" + POSTED + "/prizes", ".status");
        phone.open(at(form));
        arrived(phone, form, "#recipient");
        assertTrue(
                phone.is("document.getElementById('not-saved').hidden"), "a stored address is not taken for a new one");
        phone.text(
                "sessionStorage.setItem('tt-form " + form + "', JSON.stringify({at: Date.now(), csrf: 'another "
                        + "player', revision: document.querySelector('[name=revision]').value, values: {recipient: 'Other'}}))");
        phone.go(at(form));
        arrived(phone, form, "#recipient");
        assertEquals("王小桂", phone.text("document.getElementById('recipient').value"), "not what another player typed");
    }

    @Test
    void aCodeOpensAgainWithoutANetworkAndTheWinnerSeesTheStoresStamp() throws IOException {
        Phone phone = winner(320, "zh-CN", COUPON, "没网络");
        phone.open(at("/c/" + COUPON + "/prizes"));
        phone.tap(".act a.go");
        Await.until(
                "the code is there",
                LIMIT,
                () -> phone.is("document.querySelector('.spoken') !== null && document.readyState === 'complete'"));
        String page = phone.text("location.href");
        String code = LoggedSecrets.registerCode(phone.text("document.querySelector('.spoken').textContent"));
        phone.pictureOfAll("code-320");
        phone.assertFits();
        phone.open(at("/c/" + COUPON + "/rules"));
        network(phone, true);
        phone.go(page);
        Await.until(
                "the phone shows what it kept", LIMIT, () -> phone.is("document.querySelector('.spoken') !== null"));
        assertEquals(code, phone.text("document.querySelector('.spoken').textContent"));
        network(phone, false);

        Phone desk = verifier(414, "zh-CN");
        type(desk, "typed-code", code.toLowerCase(java.util.Locale.ROOT).replace("-", " "));
        desk.tap("#typed button");
        Await.until("the coupon is known", LIMIT, () -> desk.is("document.querySelector('#verdict.open') !== null"));
        desk.pictureOfAll("redeem-open-414");
        assertTrue(
                desk.text("document.getElementById('verdict').textContent").contains("请勿交付"),
                "no goods until it is confirmed");
        desk.tap("#confirm");
        Await.until("it is confirmed", LIMIT, () -> desk.is("document.querySelector('#verdict.done') !== null"));
        desk.pictureOfAll("redeem-done-414");
        desk.assertFits();
        desk.assertNoComplaints();
        Await.until("the winner sees it", LIMIT, () -> phone.is("!document.getElementById('stamp').hidden"));
        phone.pictureOfAll("code-redeemed-320");
        type(desk, "typed-code", "");
        desk.text("document.getElementById('typed-code').value = '" + code + "'");
        desk.tap("#typed button");
        Await.until(
                "it was redeemed before", LIMIT, () -> desk.is("document.querySelector('#verdict.redeemed') !== null"));
        desk.pictureOfAll("redeem-before-414");
    }

    @Test
    void aConfirmationWaitsOnThePhoneWhileItsLineIsDownAndCountsOnce() throws IOException {
        Phone phone = winner(414, "en", COUPON, "Queue");
        phone.open(at("/c/" + COUPON + "/prizes"));
        phone.tap(".act a.go");
        Await.until("the code is there", LIMIT, () -> phone.is("document.querySelector('.spoken') !== null"));
        String code = LoggedSecrets.registerCode(phone.text("document.querySelector('.spoken').textContent"));
        Phone desk = verifier(320, "en");
        network(desk, true);
        type(desk, "typed-code", code);
        desk.tap("#typed button");
        Await.until(
                "it cannot be looked up", LIMIT, () -> desk.is("document.querySelector('#verdict.blind') !== null"));
        desk.tap("#confirm");
        Await.until(
                "it waits",
                LIMIT,
                () -> desk.is("document.querySelector('#verdict.waiting') !== null && "
                        + "document.querySelector('#queue-list .waiting') !== null"));
        assertTrue(desk.text("document.getElementById('verdict').textContent").contains("hand out nothing"));
        Await.until("the line is known to be down", LIMIT, () -> desk.is("!document.getElementById('away').hidden"));
        desk.pictureOfAll("redeem-waiting-320");
        desk.assertFits();
        network(desk, false);
        Await.until(
                "it is confirmed by itself", LIMIT, () -> desk.is("document.querySelector('#verdict.done') !== null"));
        desk.pictureOfAll("redeem-sent-320");
        assertEquals(
                "1",
                SharedCluster.ask("SELECT COUNT(*) FROM turntable.redemption r JOIN turntable.verifier v ON v.id = "
                        + "r.verifier_id WHERE v.name = 'seen-"
                        + verifiers + "'"));
        desk.open(at("/redeem"));
        assertTrue(desk.is("document.querySelector('#queue-list .done') !== null"), "and stays in the list");
    }

    private static void network(Phone phone, boolean off) {
        phone.command("Network.enable", Map.of());
        phone.command(
                "Network.emulateNetworkConditions",
                Map.of("offline", off, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    private static Phone winner(int width, String language, String slug, String name) {
        Phone phone = browser.phone(width, 740).as(Chromium.WECHAT, language);
        phone.open(at("/sign-in?return=/c/" + slug));
        type(phone, "name", name);
        phone.tap("button.go");
        arrived(phone, "/c/" + slug, "form#draw");
        phone.tap("#go");
        phone.awaitResult("win");
        return phone;
    }

    private static Phone verifier(int width, String language) {
        String name = "seen-" + ++verifiers;
        String password = cluster.ops(
                        "verifier",
                        "add",
                        name,
                        "--store",
                        language.equals("en") ? "Lakeside store" : "湖滨银泰店",
                        "--by",
                        "test")
                .replaceAll("(?s).*with the password (\\S+).*", "$1");
        Phone desk = browser.phone(width, 740).as(Chromium.WECHAT, language);
        desk.open(at("/redeem/sign-in"));
        type(desk, "name", name);
        type(desk, "password", password);
        desk.tap("button.go");
        arrived(desk, "/redeem", "#typed-code");
        return desk;
    }

    private static void arrived(Phone phone, String path, String selector) {
        Await.until(
                path + " is there",
                LIMIT,
                () -> phone.is("document.readyState === 'complete' && location.pathname === '" + path
                        + "' && document.querySelector('" + selector + "') !== null"));
    }

    private static void type(Phone phone, String field, String text) {
        if (PERSONAL.contains(field)) {
            LoggedSecrets.register(text);
        }
        phone.text("(f => { f.focus(); f.select(); })(document.getElementById('" + field + "'))");
        phone.command("Input.insertText", Map.of("text", text));
    }

    private static String at(String path) {
        return cluster.node(0).baseUrl() + path;
    }
}
