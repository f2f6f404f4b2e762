package org.turntable.redis.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.redis.RedisAddress;
import org.turntable.session.SessionStore;
import org.turntable.session.SessionStore.Change;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.TcpProxy;

/** A real Redis behind a proxy that loses replies: the pipeline then sends each call again. */
class RedisSessionsIT {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static RedisServer redis;

    private TcpProxy proxy;
    private RedisForSessions node;
    private SessionStore sessions;

    @BeforeAll
    static void start() {
        redis = RedisServer.sessions().start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        redis.command("FLUSHALL");
        redis.command("CONFIG", "RESETSTAT");
        proxy = new TcpProxy(redis.port());
        String password = URI.create(redis.url()).getUserInfo().substring(1);
        node = new RedisForSessions(RedisAddress.of("127.0.0.1", proxy.port(), password));
        sessions = node.sessions();
        assertTrue(sessions.save(change("old", "old", true, "name", "Anna")));
    }

    @AfterEach
    void disconnect() {
        node.close();
        proxy.close();
    }

    @Test
    void aSessionWhoseIdChangesIsKeptThoughTheReplyIsLost() {
        proxy.loseNextReply();
        assertTrue(
                sessions.save(change("old", "new", false, "player", "7")), "the second run is no end of the session");
        assertTrue(proxy.hasLostReply());
        assertEquals(3, scriptCalls(), "the call was sent again");
        assertEquals(Optional.empty(), sessions.load("old"));
        assertField("Anna", "new", "name");
        assertField("7", "new", "player");
    }

    @Test
    void everyOtherChangeIsKeptThoughTheReplyIsLost() {
        proxy.loseNextReply();
        assertTrue(sessions.save(change("other", "other", true, "name", "Ben")));
        proxy.loseNextReply();
        assertTrue(sessions.save(change("other", "other", false, "name", "Li")));
        assertTrue(proxy.hasLostReply());
        assertEquals(5, scriptCalls(), "both calls were sent again");
        assertField("Li", "other", "name");
    }

    @Test
    void aSessionThatAnotherNodeEndedIsNotRestoredUnderItsNewId() {
        sessions.delete("old");
        proxy.loseNextReply();
        assertFalse(sessions.save(change("old", "new", false, "player", "7")));
        assertTrue(proxy.hasLostReply());
        assertEquals(Optional.empty(), sessions.load("new"));
        assertEquals(Optional.empty(), sessions.load("old"));
    }

    @Test
    void ofTwoRequestsThatChangeTheSameIdOneIsRefused() {
        assertTrue(sessions.save(change("old", "first", false, "player", "7")));
        assertFalse(sessions.save(change("old", "second", false, "player", "8")));
        assertField("7", "first", "player");
        assertEquals(Optional.empty(), sessions.load("second"));
    }

    /** How many scripts ran, the first save of each test included. */
    private static int scriptCalls() {
        return redis.command("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .map(line -> line.replaceFirst("cmdstat_evalsha:calls=([0-9]+),.*", "$1"))
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static Change change(String id, String newId, boolean create, String field, String value) {
        return new Change(id, newId, create, Map.of(field, value.getBytes(StandardCharsets.US_ASCII)), Set.of(), KEPT);
    }

    private void assertField(String expected, String id, String field) {
        assertArrayEquals(
                expected.getBytes(StandardCharsets.US_ASCII),
                sessions.load(id).orElseThrow().get(field));
    }
}
