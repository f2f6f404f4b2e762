package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.turntable.concurrent.Deadline;
import org.turntable.testing.stack.Await;
import org.turntable.wechat.TokenCache.Fetched;
import org.turntable.wechat.WeChatException.Reason;

class TokenCacheTest {
    private static final String NAME = "wx1:access";
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final AtomicLong nanos = new AtomicLong();
    private final FakeSharedTokens shared = new FakeSharedTokens();
    private final TokenCache tokenCache = new TokenCache(shared, nanos::get, new Random(1));
    private final AtomicInteger fetches = new AtomicInteger();
    private final Supplier<Fetched> fetch = () -> new Fetched("token-" + fetches.incrementAndGet(), TWO_HOURS);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void manyThreadsOfANodeShareOneFetch() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        List<Future<String>> tokens = new ArrayList<>();
        Supplier<Fetched> slow = () -> {
            asked.countDown();
            join(answered);
            return fetch.get();
        };
        tokens.add(threads.submit(() -> tokenCache.token(NAME, slow, Deadline.NEVER)));
        join(asked);
        for (int i = 0; i < 20; i++) {
            tokens.add(threads.submit(() -> tokenCache.token(NAME, slow, Deadline.NEVER)));
        }
        answered.countDown();
        for (Future<String> token : tokens) {
            assertEquals("token-1", token.get(5, TimeUnit.SECONDS));
        }
        assertEquals(1, fetches.get());
    }

    @Test
    void aFailedFetchFailsAllWaitersAndTheNextCallRetries() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Future<String> first = threads.submit(() -> tokenCache.token(
                NAME,
                () -> {
                    asked.countDown();
                    join(answered);
                    throw new WeChatException(Reason.MISCONFIGURED, "a wrong secret");
                },
                Deadline.NEVER));
        join(asked);
        AtomicInteger own = new AtomicInteger();
        Thread waiter = new Thread(() -> {
            try {
                tokenCache.token(NAME, fetch, Deadline.NEVER);
            } catch (WeChatException failure) {
                own.set(failure.reason() == Reason.MISCONFIGURED ? 1 : 2);
            }
        });
        waiter.start();
        Await.until("the second waits", Duration.ofSeconds(5), () -> waiter.getState() == Thread.State.TIMED_WAITING);
        answered.countDown();
        assertEquals(
                Reason.MISCONFIGURED,
                ((WeChatException) assertThrows(ExecutionException.class, first::get)
                                .getCause())
                        .reason());
        waiter.join(5_000);
        assertEquals(1, own.get());
        assertEquals(0, fetches.get());
        assertFalse(shared.isLeased(NAME), "no node waits for who has failed");
        assertEquals("token-1", tokenCache.token(NAME, fetch, Deadline.NEVER));
    }

    @Test
    void aTokenFetchedByAnotherNodeIsUsed() {
        shared.put(NAME, "somebody", "theirs", TWO_HOURS);
        assertEquals("theirs", tokenCache.token(NAME, fetch, Deadline.NEVER));
        assertEquals(0, fetches.get());
    }

    @Test
    void aNodeWaitsASecondForAnotherThatFetchesAndNeverFetchesBesideIt() {
        shared.lease(NAME, "a node that hangs");
        long from = System.nanoTime();
        WeChatException failed =
                assertThrows(WeChatException.class, () -> tokenCache.token(NAME, fetch, Deadline.NEVER));
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        assertEquals(Reason.UNAVAILABLE, failed.reason());
        assertTrue(waited >= 1_000 && waited < 2_500, () -> "waited " + waited);
        assertEquals(0, fetches.get());
        shared.giveUp(NAME, "a node that hangs");
        assertEquals("token-1", tokenCache.token(NAME, fetch, Deadline.NEVER));
    }

    @Test
    void oneDeadlineEndsTheWaitForAnotherNodeAndForAnotherThread() throws Exception {
        shared.lease(NAME, "a node that hangs");
        Deadline soon = Deadline.in(Duration.ofMillis(50));
        assertThrows(WeChatException.class, () -> tokenCache.token(NAME, fetch, soon));
        shared.giveUp(NAME, "a node that hangs");

        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Future<String> first = threads.submit(() -> tokenCache.token(
                NAME,
                () -> {
                    asked.countDown();
                    join(answered);
                    return fetch.get();
                },
                Deadline.NEVER));
        join(asked);
        assertThrows(
                WeChatException.class,
                () -> tokenCache.token(NAME, fetch, Deadline.in(Duration.ofMillis(50))),
                "another thread of this node fetches it");
        answered.countDown();
        assertEquals("token-1", first.get(5, TimeUnit.SECONDS));
    }

    @Test
    void aTokenThatIsStillValidIsUsedWhileAnotherThreadRenewsIt() throws Exception {
        tokenCache.token(NAME, fetch, Deadline.NEVER);
        nanos.addAndGet(TokenCache.FRESH.toNanos());
        shared.drop(NAME, "token-1");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Future<String> renewed = threads.submit(() -> tokenCache.token(
                NAME,
                () -> {
                    asked.countDown();
                    join(answered);
                    return fetch.get();
                },
                Deadline.NEVER));
        join(asked);
        assertEquals("token-1", tokenCache.token(NAME, fetch, Deadline.NEVER));
        answered.countDown();
        assertEquals("token-2", renewed.get(5, TimeUnit.SECONDS));
    }

    @Test
    void aCachedTokenIsUsedForAMinuteAndThenComparedWithTheSharedOne() {
        tokenCache.token(NAME, fetch, Deadline.NEVER);
        assertEquals(1, shared.asked());
        nanos.addAndGet(TokenCache.FRESH.toNanos() - 1);
        tokenCache.token(NAME, fetch, Deadline.NEVER);
        assertEquals(1, shared.asked());
        shared.put(NAME, "another node", "newer", TWO_HOURS);
        nanos.addAndGet(1);
        assertEquals("newer", tokenCache.token(NAME, fetch, Deadline.NEVER));
    }

    @Test
    void aRefusedTokenIsRemovedForAllNodesUnlessItIsNewer() {
        tokenCache.token(NAME, fetch, Deadline.NEVER);
        tokenCache.refused(NAME, "token-1");
        assertEquals("token-2", tokenCache.token(NAME, fetch, Deadline.NEVER));
        tokenCache.refused(NAME, "token-1");
        assertEquals("token-2", tokenCache.token(NAME, fetch, Deadline.NEVER));
        assertEquals("token-2", shared.value(NAME));
    }

    @Test
    void withoutTheSharedTokensATokenIsUsedUntilItExpires() {
        shared.setAway(true);
        assertEquals("token-1", tokenCache.token(NAME, fetch, Deadline.NEVER));
        nanos.addAndGet(Duration.ofMinutes(115).toNanos());
        assertEquals("token-1", tokenCache.token(NAME, fetch, Deadline.NEVER));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertEquals("token-2", tokenCache.token(NAME, fetch, Deadline.NEVER));
    }

    @Test
    void aTokenThatCannotBeSharedIsUsedByItsNode() {
        assertEquals(
                "token-1",
                tokenCache.token(
                        NAME,
                        () -> {
                            shared.setAway(true);
                            return fetch.get();
                        },
                        Deadline.NEVER));
    }

    @Test
    void aTokenIsRenewedFourMinutesBeforeItsExpiryOrAtHalfOfAShortLifetime() {
        assertEquals(Duration.ofSeconds(6_960), TokenCache.kept(Duration.ofSeconds(7_200)));
        assertEquals(Duration.ofSeconds(150), TokenCache.kept(Duration.ofSeconds(300)));
        assertEquals(Duration.ofSeconds(1), TokenCache.kept(Duration.ofSeconds(2)));
    }

    @Test
    void noTextContainsAToken() {
        assertFalse((new Fetched("s3cret", TWO_HOURS).toString() + new SharedTokens.Held("s3cret", TWO_HOURS))
                .contains("s3cret"));
    }

    private static void join(CountDownLatch latch) {
        try {
            assertTrue(latch.await(5, TimeUnit.SECONDS));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
