package org.turntable.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TomcatNode;

/** The Redis for sessions down, hanging, and back. */
class SessionOutagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** A node waits 300 ms for Redis; the rest is for a busy machine. The client's own default would be 2 s. */
    private static final long SOON_MS = 1_500;

    private static ProbeCluster cluster;
    private static TomcatNode first;
    private static TomcatNode second;

    private final Browser browser = new Browser();

    @BeforeAll
    static void start() {
        cluster = new ProbeCluster();
        first = cluster.first();
        second = cluster.second();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void back() {
        if (!cluster.redis().isRunning()) {
            cluster.redis().start();
        }
        cluster.redis().resume();
        Await.until(
                "both nodes have sessions again",
                LIMIT,
                () -> List.of(first, second).stream()
                        .allMatch(node -> new Browser().ask(node, "set a b").status() == 200));
    }

    @Test
    void whileRedisHangsOnlyRequestsThatNeedASessionFailAndQuickly() {
        browser.ask(first, "set name Anna");
        cluster.redis().suspend();
        for (TomcatNode node : List.of(first, second)) {
            for (int i = 0; i < 5; i++) {
                assertTurnedAway(browser.ask(node, "get name"));
                assertTurnedAway(new Browser().ask(node, "set name Eve"));
                Browser.Answer untouched = browser.ask(node, "untouched");
                assertEquals(200, untouched.status());
                assertTrue(untouched.millis() < SOON_MS, untouched.millis() + " ms");
            }
        }
        cluster.redis().resume();
        Await.until(
                "the same session is there again",
                LIMIT,
                () -> "String:Anna".equals(browser.ask(second, "get name").line()));
    }

    @Test
    void whileRedisIsDownOnlyRequestsThatNeedASessionFailAndQuickly() {
        browser.ask(first, "set name Anna");
        cluster.redis().kill9();
        for (TomcatNode node : List.of(first, second)) {
            assertTurnedAway(browser.ask(node, "get name"));
            assertTurnedAway(browser.ask(node, "get name"));
            assertEquals(200, browser.ask(node, "untouched").status());
        }
    }

    @Test
    void aSlowRedisIsWaitedForWithinTheLimit() {
        browser.ask(first, "set name Anna");
        cluster.redis().command("CLIENT", "PAUSE", "150");
        Browser.Answer answer = browser.ask(first, "get name");
        assertEquals("String:Anna", answer.line());
        assertTrue(answer.millis() < SOON_MS, answer.millis() + " ms");
    }

    @Test
    void afterALossOfRedisDataANewSessionIsFilledFromTheRequest() {
        browser.askAs(first, "player-7", "set name Anna");
        assertEquals(
                "String:player-7",
                browser.askAs(second, "player-7", "get player").line());
        cluster.redis().restartEmpty();
        Await.until(
                "the player is signed in again",
                LIMIT,
                () -> "String:player-7".equals(askAs("player-7").line()));
        assertEquals(
                List.of("String:player-7", "null"),
                browser.ask(first, "get player", "get name").lines());
    }

    private Browser.Answer askAs(String identity) {
        return browser.askAs(second, identity, "get player");
    }

    private static void assertTurnedAway(Browser.Answer answer) {
        assertEquals(503, answer.status());
        assertEquals(List.of("back in a moment"), answer.lines());
        assertEquals(List.of(), answer.cookies());
        assertTrue(answer.millis() < SOON_MS, answer.millis() + " ms");
    }
}
