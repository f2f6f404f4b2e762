package org.turntable.promises.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.Chromium.Phone;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.system.SharedCluster;

/**
 * The pages in a real browser of a phone's size: what a player sees is what MariaDB holds, with the page's script and
 * without it. Leaves pictures in target/screenshots.
 */
class BrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final List<LocalizedText> PRIZES = List.of(
            new LocalizedText("智能手表", "Smart watch"),
            new LocalizedText("蓝牙耳机", "Wireless earbuds"),
            new LocalizedText("￥88 红包", "¥88 red packet"),
            new LocalizedText("￥20 优惠券", "¥20 coupon"),
            new LocalizedText("咖啡兑换券", "Coffee voucher"),
            new LocalizedText("￥5 优惠券", "¥5 coupon"));
    private static final List<PrizeKind> KINDS = List.of(
            PrizeKind.POSTED,
            PrizeKind.POSTED,
            PrizeKind.RED_PACKET,
            PrizeKind.COUPON,
            PrizeKind.COUPON,
            PrizeKind.COUPON);
    private static final String SAMPLE = "golden-week";

    private static Cluster cluster;
    private static Chromium browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.start();
        cluster = SharedCluster.whole();
        cluster.ops("sample-campaign", "--open", "--slug", SAMPLE);
        Await.until(
                "the sample campaign is played", LIMIT, () -> cluster.node(0).status("/c/" + SAMPLE) == 200);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void theWheelAnnouncesTheLossThatMariaDbHolds() throws IOException {
        int campaign = SharedCluster.open(campaign("browser-loss", 0));
        Phone phone = browser.phone(360, 640);
        signIn(phone, "browser-loss", "小林");
        phone.tap("#go");
        phone.awaitResult("loss");
        assertEquals(phone.text("document.getElementById('say').dataset.loss"), phone.announced());
        assertEquals(
                "true",
                phone.text(SLICE_AT_THE_TOP + ".classList.contains('losing')"),
                "the wheel stands on a slice that loses");
        assertEquals("1:", stored(campaign));
        phone.picture("after-a-loss");
        phone.assertFits();
        phone.assertNoComplaints();
    }

    @Test
    void theWheelAnnouncesTheWinThatMariaDbHolds() throws IOException {
        int campaign = SharedCluster.open(campaign("browser-win", 100));
        Phone phone = browser.phone(360, 640);
        signIn(phone, "browser-win", "小林");
        phone.tap("#go");
        phone.awaitResult("win");
        String prize = stored(campaign).replace("1:", "");
        assertTrue(PRIZES.stream().anyMatch(name -> name.chinese().equals(prize)), prize);
        assertTrue(
                phone.announced().contains(prize), () -> phone.announced() + " is told, and " + prize + " is stored");
        assertEquals(prize, phone.text("document.getElementById('won-name').textContent"));
        assertEquals(prize, phone.text("document.querySelector('#wins-list strong').textContent"));
        assertEquals(
                prize.replace(" ", ""),
                phone.text("[..." + SLICE_AT_THE_TOP
                        + ".querySelectorAll('text')].map(t => t.textContent).join('').replace(/ /g, '')"),
                "the wheel stands on the slice of the prize");
        Await.until(
                "the card of the win has come in",
                LIMIT,
                // But for the sunrays behind the prize, which turn for as long as it is looked at.
                () -> phone.is("document.getElementById('won').getAnimations({subtree: true}).filter(one => "
                        + "one.effect.getTiming().iterations !== Infinity)"
                        + ".every(one => one.playState === 'finished')"));
        phone.picture("after-a-win");
        phone.tap("#won-close");
        Await.until("the win's card is closed", LIMIT, () -> phone.is("document.getElementById('won').hidden"));
        phone.picture("after-a-win-closed");
        phone.assertFits();
        phone.assertNoComplaints();
    }

    @Test
    void withoutScriptsTheFormPostShowsTheResult() throws IOException {
        int campaign = SharedCluster.open(campaign("browser-plain", 100));
        Phone phone = browser.phone(360, 640);
        phone.command("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        signIn(phone, "browser-plain", "小林");
        phone.tap("#go");
        Await.until(
                "the page with the result is there",
                LIMIT,
                () -> phone.is("document.readyState === 'complete' && document.querySelector('.result.win') !== null"));
        String prize = stored(campaign).replace("1:", "");
        assertTrue(
                phone.announced().contains(prize), () -> phone.announced() + " is told, and " + prize + " is stored");
        phone.picture("without-scripts");
        phone.assertFits();
        phone.assertNoComplaints();
    }

    @Test
    void noPageScrollsSidewaysOnASmallPhone() throws IOException {
        Phone phone = browser.phone(360, 640);
        phone.open(at("/sign-in?return=/c/" + SAMPLE));
        phone.picture("sign-in");
        phone.assertFits();
        signIn(phone, SAMPLE, "小林");
        phone.picture("game-small-phone");
        phone.pictureOfAll("game-whole-page");
        phone.assertFits();
        phone.open(at("/c/" + SAMPLE + "/rules"));
        phone.pictureOfAll("rules");
        phone.assertFits();
        phone.open(at("/c/" + SAMPLE + "?lang=en"));
        phone.picture("english");
        phone.assertFits();
        phone.open(at("/c/" + SAMPLE + "/rules"));
        phone.pictureOfAll("rules-english");
        phone.assertFits();
        phone.assertNoComplaints();
        // A status of 404 is itself a line on the browser's console; what else it may say is not looked at here.
        phone.open(at("/c/no-such-campaign"));
        phone.picture("not-found");
        phone.assertFits();
    }

    @Test
    void aLargePhoneShowsTheWholeWheelAndTheButtonWithoutScrolling() throws IOException {
        Phone phone = browser.phone(430, 932);
        signIn(phone, SAMPLE, "小陈");
        phone.picture("game-large-phone");
        assertTrue(
                phone.is("document.getElementById('go').getBoundingClientRect().bottom <= innerHeight"),
                "the button is below the fold");
        phone.assertFits();
        phone.assertNoComplaints();
    }

    /** The slice under the pointer: the one whose middle is nearest to the top, as the browser has laid it out. */
    private static final String SLICE_AT_THE_TOP = """
            [...document.querySelectorAll('#disc .slice')].map(slice => [slice, slice.querySelector('use').getBoundingClientRect().top])
            .reduce((a, b) => a[1] < b[1] ? a : b)[0]""";

    private static CampaignDefinition campaign(String slug, int percentThatWin) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        int[] weights = percentThatWin == 0 ? new int[6] : new int[] {5, 10, 15, 20, 20, 30};
        List<PrizeDefinition> prizes = Stream.iterate(0, i -> i + 1)
                .limit(PRIZES.size())
                .map(i -> PrizeDefinition.of(PRIZES.get(i), KINDS.get(i), weights[i], 0, 100, List.of()))
                .toList();
        return new CampaignDefinition(
                slug,
                new LocalizedText("黄金周幸运大转盘", "Golden Week Lucky Wheel"),
                new LocalizedText("桂花里商业管理有限公司", "Osmanthus Lane Retail Co., Ltd."),
                new LocalizedText("凭码兑换", "Show the code"),
                ZoneId.of("Asia/Shanghai"),
                now.minus(1, ChronoUnit.DAYS),
                now.plus(6, ChronoUnit.DAYS),
                3,
                12,
                100,
                ReleaseLine.AT_ONCE,
                prizes);
    }

    /** "1:prize" for a first draw that won, "1:" for one that lost; waits for the ledger. */
    private static String stored(int campaign) {
        String query = """
                SELECT CONCAT(COUNT(*), ':', COALESCE(MAX(p.name), '')) FROM turntable.draw d LEFT JOIN turntable.prize p ON p.id = d.prize_id AND d.unit_ordinal IS NOT NULL
                WHERE d.campaign_id = %d AND d.number = 1""".formatted(campaign);
        Await.until(
                "the draw is in MariaDB", LIMIT, () -> SharedCluster.ask(query).startsWith("1:"));
        return SharedCluster.ask(query);
    }

    /** Opens the campaign, follows its way to the form, types the name and comes back. */
    private static void signIn(Phone phone, String slug, String name) {
        phone.open(at("/c/" + slug));
        phone.tap("a.go");
        Await.until(
                "the form is there",
                LIMIT,
                () -> phone.is("document.readyState === 'complete' && location.pathname === '/sign-in'"));
        phone.text("document.getElementById('name').focus()");
        phone.command("Input.insertText", Map.of("text", name));
        phone.tap("button.go");
        Await.until(
                "the player is back",
                LIMIT,
                () -> phone.is("document.readyState === 'complete' && document.querySelector('form#draw') !== null"));
        assertTrue(
                phone.announced().contains(name), () -> "the page greets " + name + " and says " + phone.announced());
    }

    private static String at(String path) {
        return cluster.node(0).baseUrl() + path;
    }
}
