package org.turntable.promises.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.Chromium.Phone;
import org.turntable.testing.stack.Await;
import org.turntable.web.warmup.GalleryServer;
import org.turntable.web.warmup.GalleryServer.Reply;

/**
 * The wheel's script in a real browser: it lands on the answer, for every number of slices, and whatever happens it is
 * never stuck.
 */
class WheelIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String WIN =
            "{\"status\":\"win\",\"number\":%d,\"segment\":%d,\"prize\":{\"name\":\"Gift\",\"kind\":\"coupon\"},\"next\":%d,"
                    + "\"chancesToday\":50,\"chancesInAll\":50}";
    private static final String LOSS =
            "{\"status\":\"loss\",\"number\":%d,\"segment\":3,\"next\":%d,\"chancesToday\":50,\"chancesInAll\":50}";
    /**
     * Which slice is under the pointer, by the angle to which the disc is really turned; -1 within a hundredth of a
     * slice's edge.
     */
    private static final String UNDER_THE_POINTER = """
            (() => {
              const m = new DOMMatrix(getComputedStyle(document.getElementById('disc')).transform);
              const data = document.getElementById('turntable').dataset;
              const width = 360 / Number(data.segments);
              const turned = Math.atan2(m.b, m.a) * 180 / Math.PI - Number(data.start);
              const place = ((-turned / width + 0.5) % data.segments + Number(data.segments)) % data.segments;
              return place % 1 < 0.01 || place % 1 > 0.99 ? -1 : Math.floor(place);
            })()""";

    private static Chromium browser;
    private static GalleryServer pages;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.start();
        pages = new GalleryServer();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (pages != null) {
            pages.close();
        }
    }

    @Test
    void theWheelStopsInTheAnsweredSliceForEveryNumberOfSlices() {
        Phone phone = browser.phone(360, 740);
        stillness(phone, true);
        for (Map.Entry<String, Integer> wheel : Map.of(
                        "wheel-1", 4, "wheel-3", 6, "wheel-5", 8, "wheel-8", 10, "wheel-11", 12, "wheel-20", 12)
                .entrySet()) {
            int slices = wheel.getValue();
            phone.open(pages.at("zh-CN", wheel.getKey()));
            assertEquals(
                    slices,
                    phone.evaluate("document.querySelectorAll('#disc .slice').length")
                            .asInt());
            int first = phone.evaluate("Number(document.getElementById('draw').elements.number.value)")
                    .asInt();
            pages.answerDraws(number -> Reply.json(WIN.formatted(number, (number - first) % slices, number + 1)));
            for (int i = 0; i < slices; i++) {
                play(phone);
                int slice = i;
                Await.until(
                        "the card of the win is there",
                        LIMIT,
                        () -> !phone.is("document.getElementById('won').hidden"));
                assertEquals(
                        slice,
                        phone.evaluate(UNDER_THE_POINTER).asInt(),
                        () -> "slice under the pointer of a wheel of " + slices);
                phone.evaluate("document.getElementById('won-close').click()");
            }
        }
        phone.assertNoComplaints();
    }

    @Test
    void itTurnsToTheAnswerAndShowsItOnlyThen() {
        Phone phone = opened("open-win");
        pages.answerDraws(number -> Reply.json(WIN.formatted(number, 5, number + 1)));
        play(phone);
        Await.until("it turns", LIMIT, () -> phone.is(TURNING));
        assertEquals("", phone.announced(), "nothing is told while it turns");
        assertTrue(phone.is("document.getElementById('won').hidden"));
        phone.awaitResult("win");
        assertEquals(5, phone.evaluate(UNDER_THE_POINTER).asInt());
        phone.assertNoComplaints();
    }

    @Test
    void aDoubleTapIsOneDraw() {
        Phone phone = opened("open-new");
        pages.answerDraws(number -> Reply.json(LOSS.formatted(number, number + 1)));
        phone.evaluate("document.getElementById('go').click(), document.querySelector('.hub').click(), "
                + "document.getElementById('go').click()");
        hide(phone);
        phone.awaitResult("loss");
        assertEquals(List.of(1), pages.drawn());
    }

    @Test
    void aCallThatFailsIsMadeAgainWithTheSameNumber() {
        Phone phone = opened("open-new");
        AtomicInteger calls = new AtomicInteger();
        pages.answerDraws(number ->
                calls.incrementAndGet() < 3 ? new Reply(0, "", "") : Reply.json(LOSS.formatted(number, number + 1)));
        hide(phone);
        play(phone);
        phone.awaitResult("loss");
        assertEquals(Set.of(1), Set.copyOf(pages.drawn()), "each call posts the same number");
        assertTrue(pages.drawn().size() >= 3);
        assertEquals("2", phone.text("document.getElementById('draw').elements.number.value"));
    }

    @Test
    void whenNothingAnswersTheNextTapAsksForTheSameDraw() {
        Phone phone = opened("open-new");
        pages.answerDraws(number -> new Reply(
                503, "application/json", "{\"status\":\"busy\",\"message\":\"So many people!\",\"retryAfterMs\":10}"));
        play(phone);
        Await.until(
                "it gives up for now and may be tapped again",
                LIMIT,
                () -> phone.is("document.querySelector('#result.notice') !== null"
                        + " && document.getElementById('go').getAttribute('aria-disabled') === 'false'"));
        assertEquals("So many people!", phone.announced());
        pages.answerDraws(number -> Reply.json(LOSS.formatted(number, number + 1)));
        hide(phone);
        play(phone);
        phone.awaitResult("loss");
        assertEquals(List.of(1), pages.drawn());
    }

    @Test
    void aPageInTheBackgroundIsAtItsResultAtOnce() {
        Phone phone = opened("open-new");
        pages.answerDraws(number -> Reply.json(WIN.formatted(number, 4, number + 1)));
        play(phone);
        Await.until("it turns", LIMIT, () -> phone.is(TURNING));
        long from = System.nanoTime();
        hide(phone);
        phone.awaitResult("win");
        assertTrue(Duration.ofNanos(System.nanoTime() - from).toMillis() < 3_000, "it did not turn on to its end");
        assertEquals(4, phone.evaluate(UNDER_THE_POINTER).asInt());
    }

    @Test
    void aPhoneThatWasLockedInTheMiddleGoesOnWhenItIsUnlocked() {
        Phone phone = opened("open-new");
        pages.answerDraws(number -> Reply.json(WIN.formatted(number, 2, number + 1)));
        play(phone);
        Await.until("it turns", LIMIT, () -> phone.is(TURNING));
        phone.command("Page.setWebLifecycleState", Map.of("state", "frozen"));
        phone.command("Page.setWebLifecycleState", Map.of("state", "active"));
        phone.awaitResult("win");
        assertEquals(2, phone.evaluate(UNDER_THE_POINTER).asInt());
    }

    @Test
    void aBrowserThatCannotAnimateIsTakenToTheEndByTheClock() {
        Phone phone = opened("open-new");
        phone.evaluate("document.styleSheets[0].insertRule('#disc { transition: none !important; }', "
                + "document.styleSheets[0].cssRules.length)");
        pages.answerDraws(number -> Reply.json(WIN.formatted(number, 6, number + 1)));
        play(phone);
        phone.awaitResult("win");
        assertEquals(6, phone.evaluate(UNDER_THE_POINTER).asInt());
        assertFalse(phone.is(TURNING));
    }

    @Test
    void aPageOutOfTheBrowsersMemoryIsLoadedAnew() {
        Phone phone = opened("open-win");
        phone.evaluate(
                "window.old = true, window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
        Await.until(
                "the page is loaded anew", LIMIT, () -> phone.is("document.readyState === 'complete' && !window.old"));
    }

    @Test
    void whatIsBeingConfirmedNamesNoPrizeAndConfirmsItself() {
        Phone phone = opened("open-new");
        stillness(phone, true);
        AtomicInteger asked = new AtomicInteger();
        String confirming =
                "{\"status\":\"confirming\",\"number\":1,\"next\":2,\"chancesToday\":2,\"chancesInAll\":14,\"retryAfterMs\":300}";
        pages.answerDraws(number -> Reply.json(confirming));
        pages.answerBecomings(
                number -> Reply.json(asked.incrementAndGet() < 2 ? confirming : WIN.formatted(number, 1, number + 1)));
        play(phone);
        phone.awaitResult("confirming");
        assertFalse(phone.is("document.body.innerText.includes('Gift')"));
        phone.awaitResult("win");
        assertEquals(1, phone.evaluate(UNDER_THE_POINTER).asInt());
        assertEquals(List.of(1), pages.drawn());
    }

    @Test
    void theCountdownGoesByTheServersClockWhateverThePhoneThinksTheTimeIs() {
        Phone phone = browser.phone(360, 740);
        phone.command(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", "{ const now = Date.now; Date.now = () => now() + 5 * 3600 * 1000; }"));
        phone.open(pages.at("zh-CN", "not-begun"));
        Await.until("it counts", LIMIT, () -> !phone.is("document.getElementById('clock').hidden"));
        // 24 hours, 12 minutes and 34 seconds before the opening, less what the test took.
        assertEquals(
                "1:00:12",
                phone.text(
                        "['days', 'hours', 'minutes'].map(id => document.getElementById(id).textContent).join(':')"));
        int seconds = phone.evaluate("Number(document.getElementById('seconds').textContent)")
                .asInt();
        assertTrue(seconds <= 34 && seconds >= 14, () -> seconds + " seconds are shown");
        phone.assertNoComplaints();
    }

    @Test
    void aPageReportsHowItLoadedAndWhatFailsOnIt() {
        Phone phone = opened("open-new");
        Await.until(
                "it tells how it came up",
                LIMIT,
                () -> pages.beacons().stream()
                        .anyMatch(told -> told.matches("page=campaign&kind=load&visible=\\d+&ready=\\d+")));
        phone.evaluate("setTimeout(() => { throw new Error('out of luck'); })");
        Await.until(
                "it tells what failed",
                LIMIT,
                () -> pages.beacons().stream()
                        .anyMatch(told -> told.startsWith("page=campaign&kind=error&error=script&message=")
                                && told.contains("out%20of%20luck")));
        phone.evaluate("(() => { const lost = document.createElement('script'); lost.src = '/assets/lost.js'; "
                + "document.head.appendChild(lost); })()");
        Await.until(
                "it tells which file did not load",
                LIMIT,
                () -> pages.beacons().stream()
                        .anyMatch(told -> told.contains("error=asset") && told.contains("lost.js")));
    }

    private static final String TURNING = "document.getElementById('disc').classList.contains('turning')";

    private static Phone opened(String state) {
        Phone phone = browser.phone(360, 740);
        phone.open(pages.at("zh-CN", state));
        return phone;
    }

    private static void play(Phone phone) {
        phone.evaluate("document.getElementById('go').click()");
    }

    private static void stillness(Phone phone, boolean wanted) {
        phone.command(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of(
                                "name", "prefers-reduced-motion", "value", wanted ? "reduce" : "no-preference"))));
    }

    /** The tab goes to the background. */
    private static void hide(Phone phone) {
        phone.evaluate("Object.defineProperty(document, 'hidden', {configurable: true, get: () => true}), "
                + "document.dispatchEvent(new Event('visibilitychange'))");
    }
}
