package org.turntable.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.turntable.stack.Await;
import org.turntable.stack.TomcatNode;

/** The Redis for sessions gone, hanging, and back. */
@Tag("alone")
class SessionOutagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** What the issue allows: 300 ms for the call, and the way there and back. */
    private static final long SOON_MS = 500;
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
        cluster.redis().thaw();
        Await.until("both nodes have sessions again", LIMIT, () -> List.of(first, second).stream().allMatch(node -> new Browser().ask(node, "set a b").status() == 200));
    }

    @Test
    void whileRedisHangsOnlyWhatNeedsASessionIsTurnedAwayAndSoon() {
        browser.ask(first, "set name Anna");
        cluster.redis().freeze();
        for (TomcatNode node : List.of(first, second)) {
            for (int i = 0; i < 5; i++) {
                assertTurnedAway(browser.ask(node, "get name"));
                assertTurnedAway(new Browser().ask(node, "set name Eve"));
                Browser.Answer untouched = browser.ask(node, "untouched");
                assertEquals(200, untouched.status());
                assertTrue(untouched.millis() < SOON_MS, untouched.millis() + " ms");
            }
        }
        cluster.redis().thaw();
        Await.until("the same session is there again", LIMIT, () -> "String:Anna".equals(browser.ask(second, "get name").line()));
    }

    @Test
    void whileRedisIsGoneOnlyWhatNeedsASessionIsTurnedAwayAndSoon() {
        browser.ask(first, "set name Anna");
        cluster.redis().kill9();
        for (TomcatNode node : List.of(first, second)) {
            assertTurnedAway(browser.ask(node, "get name"));
            assertTurnedAway(browser.ask(node, "get name"));
            assertEquals(200, browser.ask(node, "untouched").status());
        }
    }

    @Test
    void aSlowRedisIsWaitedForAsLongAsAPlayerDoesNotMind() {
        browser.ask(first, "set name Anna");
        cluster.redis().command("CLIENT", "PAUSE", "150");
        Browser.Answer answer = browser.ask(first, "get name");
        assertEquals("String:Anna", answer.line());
        assertTrue(answer.millis() < SOON_MS, answer.millis() + " ms");
    }

    @Test
    void whereRedisCameBackEmptyWhatTheRequestTellsByItselfIsInTheNewSession() {
        browser.askAs(first, "player-7", "set name Anna");
        assertEquals("String:player-7", browser.askAs(second, "player-7", "get player").line());
        cluster.redis().restartEmpty();
        Await.until("the player is somebody again", LIMIT, () -> "String:player-7".equals(askAs("player-7").line()));
        assertEquals(List.of("String:player-7", "null"), browser.ask(first, "get player", "get name").lines());
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
