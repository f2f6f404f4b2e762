package org.turntable.redis.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.redis.RedisAddress;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.WeChatStandIn;
import org.turntable.wechat.DirectWeChat;
import org.turntable.wechat.SecretLog;
import org.turntable.wechat.SharedTokens.Held;
import org.turntable.wechat.SharedTokens.Todo;
import org.turntable.wechat.WeChatException;
import org.turntable.wechat.WeChatGateway.Following;
import org.turntable.wechat.WeChatLimits;

/**
 * Two nodes, one real Redis and the WeChat stand-in: one fetch for all nodes, also if Redis or the fetching node fails.
 */
class RedisSharedTokensIT {
    private static final String TOKEN = "/cgi-bin/stable_token";
    private static final String TICKET = "/cgi-bin/ticket/getticket";
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final URI PAGE = URI.create("https://lottery.example.com/c/x");
    private static RedisServer redis;
    private static WeChatStandIn weChat;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<RedisSharedTokens> opened = new ArrayList<>();
    private SecretLog secretLog;

    @BeforeAll
    static void start() {
        redis = RedisServer.sessions().start();
        weChat = WeChatStandIn.alone("lottery.example.com").start();
    }

    @AfterAll
    static void stop() {
        weChat.close();
        redis.close();
    }

    @BeforeEach
    void reset() {
        weChat.reset();
        redis.command("FLUSHALL");
        secretLog = new SecretLog();
        secretLog.secret(weChat.appSecret());
    }

    @AfterEach
    void noTokenWasLogged() {
        try {
            redis.command("KEYS", "tt:wechat:*:token")
                    .lines()
                    .filter(key -> !key.isEmpty())
                    .forEach(key -> secretLog.secret(redis.command("GET", key)));
            secretLog.check();
        } finally {
            secretLog.close();
            opened.forEach(RedisSharedTokens::close);
            threads.shutdownNow();
        }
    }

    private RedisSharedTokens shared() {
        String password = URI.create(redis.url()).getUserInfo().substring(1);
        RedisSharedTokens tokens = RedisSharedTokens.open(RedisAddress.of("127.0.0.1", redis.port(), password));
        opened.add(tokens);
        return tokens;
    }

    private DirectWeChat node() {
        return new DirectWeChat(
                new DirectWeChat.Account(weChat.appId(), weChat.appSecret(), weChat.origin(), weChat.origin()),
                new WeChatLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), 50, 50),
                shared(),
                Instant::now,
                System::nanoTime,
                new SecureRandom());
    }

    private String openid(DirectWeChat node, String persona) {
        String back = weChat.signIn(node.signInAddress(URI.create("http://127.0.0.1/back"), "s"), persona)
                .getQuery();
        return secretLog.secret(node.exchange(secretLog.secret(back.replaceAll("code=([^&]+)&.*", "$1")))
                .openid());
    }

    private <T> Set<T> fiftyAtOnce(IntFunction<T> call) throws Exception {
        CyclicBarrier together = new CyclicBarrier(50);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            running.add(threads.submit(() -> {
                together.await();
                return call.apply(number);
            }));
        }
        Set<T> told = new HashSet<>();
        for (Future<T> one : running) {
            told.add(one.get(30, TimeUnit.SECONDS));
        }
        return told;
    }

    private static String key(String which, String kind) {
        return "tt:wechat:{" + weChat.appId() + ":" + which + "}:" + kind;
    }

    @Test
    void fiftyThreadsOfTwoNodesFetchOneTokenAndOneTicket() throws Exception {
        DirectWeChat[] nodes = {node(), node()};
        // Slow, so that all fifty wait while the first one fetches.
        weChat.fault(TOKEN, "slow", 400, 0);
        Set<Integer> lengths =
                fiftyAtOnce(i -> nodes[i % 2].signature(PAGE).signature().length());
        assertEquals(Set.of(40), lengths);
        assertEquals(1, weChat.calls(TOKEN));
        assertEquals(1, weChat.calls(TICKET));
    }

    @Test
    void aTokenThatWeChatInvalidatedIsFetchedOnceMoreForAll() throws Exception {
        DirectWeChat[] nodes = {node(), node()};
        String david = openid(nodes[0], "david");
        assertEquals(Set.of(Following.NO), fiftyAtOnce(i -> nodes[i % 2].following(david)));
        assertEquals(1, weChat.calls(TOKEN));
        secretLog.secret(redis.command("GET", key("access", "token")));
        weChat.control(Map.of("invalidate", "token"));
        assertEquals(Set.of(Following.NO), fiftyAtOnce(i -> nodes[i % 2].following(david)));
        assertEquals(2, weChat.calls(TOKEN));
    }

    @Test
    void aTokenExpiresFourMinutesBeforeWeChatsOwnExpiryAndLeavesNoLease() {
        node().signature(PAGE);
        long left = Long.parseLong(redis.command("PTTL", key("access", "token")));
        assertTrue(left > 6_900_000 && left <= 6_960_000, () -> "left " + left);
        assertTrue(Long.parseLong(redis.command("PTTL", key("ticket", "token"))) <= 6_960_000);
        assertEquals("", redis.command("KEYS", "tt:wechat:*:lease"));
    }

    @Test
    void aNodeThatDiedWhileFetchingDelaysOthersByThreeSecondsAtMost() {
        DirectWeChat node = node();
        assertEquals(Todo.FETCH, shared().ask(weChat.appId() + ":access", "a node that dies", LEASE));
        long began = System.nanoTime();
        // Each request is asked to try again after a second; none waits for the whole lease.
        Await.until("the lease has ended", Duration.ofSeconds(20), () -> {
            long asked = System.nanoTime();
            try {
                node.signature(PAGE);
                return true;
            } catch (WeChatException again) {
                assertTrue(System.nanoTime() - asked < Duration.ofMillis(2_500).toNanos(), "it waited too long");
                return false;
            }
        });
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.toMillis() > 2_000 && took.toMillis() < 6_000, () -> "took " + took);
        assertEquals(1, weChat.calls(TOKEN));
    }

    @Test
    void aFailedFetchDelaysNobody() {
        DirectWeChat[] nodes = {node(), node()};
        weChat.fault(TOKEN, "html", 0, 1);
        assertEquals(Following.UNKNOWN, nodes[0].following("oSomebody"));
        long began = System.nanoTime();
        nodes[1].signature(PAGE);
        assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(2), "the lease was released");
    }

    @Test
    void withoutRedisEachNodeFetchesItsOwnTokenAndSharesAgainLater() throws Exception {
        DirectWeChat[] nodes = {node(), node()};
        redis.kill9();
        try {
            weChat.fault(TOKEN, "slow", 200, 0);
            assertEquals(
                    Set.of(40),
                    fiftyAtOnce(i -> nodes[i % 2].signature(PAGE).signature().length()));
            assertEquals(2, weChat.calls(TOKEN));
        } finally {
            redis.start();
        }
        weChat.reset();
        RedisSharedTokens third = shared();
        Await.until(
                "Redis is shared again",
                Duration.ofSeconds(10),
                () -> third.ask("wx1:other", "holder", LEASE) == Todo.FETCH);
        node().signature(PAGE);
        node().signature(PAGE);
        assertEquals(1, weChat.calls(TOKEN));
    }

    @Test
    void aRedisThatHangsDelaysASignatureByLittle() {
        DirectWeChat node = node();
        RedisSharedTokens other = shared();
        Await.until(
                "both connections are up",
                Duration.ofSeconds(10),
                () -> other.ask("wx1:other", "holder", LEASE) == Todo.FETCH);
        redis.suspend();
        try {
            long began = System.nanoTime();
            assertEquals(40, node.signature(PAGE).signature().length());
            assertTrue(
                    System.nanoTime() - began < TimeUnit.SECONDS.toNanos(5),
                    "one timeout per call, and no wait while it is known to be down");
        } finally {
            redis.resume();
        }
    }

    @Test
    void oneOfTwoAskersFetchesAndMayAskAgain() {
        RedisSharedTokens tokens = shared();
        assertEquals(Todo.FETCH, tokens.ask("wx1:access", "one", LEASE));
        assertEquals(Todo.WAIT, tokens.ask("wx1:access", "two", LEASE));
        assertEquals(Todo.FETCH, tokens.ask("wx1:access", "one", LEASE));
        tokens.giveUp("wx1:access", "two");
        assertEquals(Todo.WAIT, tokens.ask("wx1:access", "two", LEASE), "only the holder ends a lease");
        tokens.giveUp("wx1:access", "one");
        assertEquals(Todo.FETCH, tokens.ask("wx1:access", "two", LEASE));
        assertEquals(Todo.FETCH, tokens.ask("wx1:ticket", "one", LEASE), "each token has its own lease");
    }

    @Test
    void aStoredTokenIsSharedAndARefusedOneIsDroppedUnlessItWasReplaced() {
        RedisSharedTokens one = shared();
        RedisSharedTokens two = shared();
        one.ask("wx1:access", "one", LEASE);
        one.put("wx1:access", "one", "first token", Duration.ofSeconds(60));
        Held held = assertInstanceOf(Held.class, two.ask("wx1:access", "two", LEASE));
        assertEquals("first token", held.value());
        assertTrue(held.left().toMillis() > 50_000 && held.left().toMillis() <= 60_000);
        two.drop("wx1:access", "an older token");
        assertInstanceOf(Held.class, one.ask("wx1:access", "one", LEASE));
        two.drop("wx1:access", "first token");
        assertEquals(Todo.FETCH, one.ask("wx1:access", "one", LEASE));
    }

    @Test
    void aStoppedRedisIsReportedAsUnavailable() {
        RedisSharedTokens tokens = shared();
        assertEquals(Todo.FETCH, tokens.ask("wx1:access", "one", LEASE));
        redis.kill9();
        try {
            assertThrows(RedisUnavailableException.class, () -> tokens.ask("wx1:access", "one", LEASE));
        } finally {
            redis.start();
        }
    }
}
