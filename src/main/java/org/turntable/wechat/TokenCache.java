package org.turntable.wechat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.Deadline;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.wechat.WeChatException.Reason;

/**
 * A node's cache of the account's tokens. One thread of one node fetches a token: threads of a node share one request,
 * nodes coordinate through {@link SharedTokens}. While those are unavailable each node fetches for itself:
 * {@code stable_token} returns the same token to every node, so this costs a call and has no other effect.
 */
final class TokenCache {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);
    /** How long a fetch may take before another node may begin one; longer than {@link WeChatLimits#TOTAL}. */
    static final Duration LEASE = Duration.ofSeconds(3);
    /** How long to wait for the fetch of another node; if it takes longer, the caller is asked to try again. */
    static final Duration LEASE_WAIT = Duration.ofSeconds(1);
    /** How long a node uses its cached token before it reads the shared one again. */
    static final Duration FRESH = Duration.ofMinutes(1);
    /**
     * How long before its expiry a token is replaced. WeChat creates a new one only in the last five minutes; before
     * that it returns the old one.
     */
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofMinutes(4);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /**
     * A token as WeChat returned it.
     *
     * @param life how long WeChat accepts it
     */
    record Fetched(String value, Duration life) {
        @Override
        public String toString() {
            return "Fetched[(hidden), " + life + "]";
        }
    }

    private record Cached(String value, long freshUntil, long validUntil) {}

    private final SharedTokens shared;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Cached>> pending = new ConcurrentHashMap<>();

    TokenCache(SharedTokens shared, LongSupplier nanos, RandomGenerator random) {
        this.shared = shared;
        this.nanos = nanos;
        this.random = random;
    }

    /** The token, if this node has a fresh one in memory. */
    Optional<String> cached(String name) {
        Cached cached = cache.get(name);
        return cached != null && nanos.getAsLong() - cached.freshUntil < 0
                ? Optional.of(cached.value)
                : Optional.empty();
    }

    /**
     * The token; fetched when necessary. While another thread fetches it, one that WeChat still accepts is used.
     * Without one this waits, so callers limit how many threads are here at the same time.
     *
     * @param fetch calls WeChat, within the deadline
     * @param deadline of all waits in here: for the shared tokens, for another node or thread, and of the fetch
     * @throws WeChatException when the fetch fails, or the token is not here in time
     */
    String token(String name, Supplier<Fetched> fetch, Deadline deadline) {
        Optional<String> fresh = cached(name);
        if (fresh.isPresent()) {
            return fresh.get();
        }
        CompletableFuture<Cached> mine = new CompletableFuture<>();
        CompletableFuture<Cached> first = pending.putIfAbsent(name, mine);
        if (first == null) {
            return fetch(name, fetch, mine, deadline);
        }
        Cached valid = cache.get(name);
        return valid != null && nanos.getAsLong() - valid.validUntil < 0 ? valid.value : await(name, first, deadline);
    }

    /** WeChat refused this token: no node uses it again. */
    void refused(String name, String value) {
        cache.computeIfPresent(name, (key, cached) -> cached.value.equals(value) ? null : cached);
        try {
            shared.drop(name, value);
        } catch (RedisUnavailableException failure) {
            LOG.warn(
                    "{}: the token that WeChat refused could not be removed for all nodes: {}",
                    name,
                    failure.getMessage());
        }
    }

    private String fetch(String name, Supplier<Fetched> fetch, CompletableFuture<Cached> mine, Deadline deadline) {
        try {
            // Another request may have finished between the check of the cache and the start of this one.
            Cached finished = cached(name).isPresent() ? cache.get(name) : null;
            Cached cached = finished != null ? finished : ask(name, fetch, deadline.within(LEASE_WAIT));
            cache.put(name, cached);
            mine.complete(cached);
            return cached.value;
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        } finally {
            pending.remove(name, mine);
        }
    }

    private static String await(String name, CompletableFuture<Cached> request, Deadline deadline) {
        try {
            return request.get(deadline.millisLeft(LEASE.toMillis()), TimeUnit.MILLISECONDS).value;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof WeChatException failure
                    ? new WeChatException(failure.reason(), failure.getMessage())
                    : new WeChatException(Reason.UNAVAILABLE, name + " could not be fetched");
        } catch (TimeoutException late) {
            throw new WeChatException(Reason.UNAVAILABLE, name + " was not fetched in time");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WeChatException(Reason.UNAVAILABLE, name + ": interrupted while waiting");
        }
    }

    private Cached ask(String name, Supplier<Fetched> fetch, Deadline leaseWait) {
        try {
            String holder = WeChatText.nonce(random);
            SharedTokens.Answer answer = shared.ask(name, holder, LEASE);
            while (answer == SharedTokens.Todo.WAIT) {
                if (leaseWait.isOver()) {
                    throw new WeChatException(Reason.UNAVAILABLE, name + " is being fetched by another node");
                }
                LockSupport.parkNanos(this, POLL_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    throw new WeChatException(Reason.UNAVAILABLE, name + ": interrupted while waiting");
                }
                answer = shared.ask(name, holder, LEASE);
            }
            return answer instanceof SharedTokens.Held there
                    ? toCached(there.value(), there.left())
                    : fetchForAll(name, holder, fetch);
        } catch (RedisUnavailableException failure) {
            Cached cached = cache.get(name);
            if (cached != null && nanos.getAsLong() - cached.validUntil < 0) {
                return cached;
            }
            LOG.warn(
                    "{}: fetched by this node only, because the shared tokens are unavailable: {}",
                    name,
                    failure.getMessage());
            Fetched fetched = fetch.get();
            return toCached(fetched.value, kept(fetched.life));
        }
    }

    private Cached fetchForAll(String name, String holder, Supplier<Fetched> fetch) {
        Fetched fetched;
        try {
            fetched = fetch.get();
        } catch (RuntimeException | Error failed) {
            quietly(name, () -> shared.giveUp(name, holder));
            throw failed;
        }
        Duration kept = kept(fetched.life);
        quietly(name, () -> shared.put(name, holder, fetched.value, kept));
        LOG.info("{}: new token, valid for {} s", name, kept.toSeconds());
        return toCached(fetched.value, kept);
    }

    private static void quietly(String name, Runnable update) {
        try {
            update.run();
        } catch (RedisUnavailableException failure) {
            LOG.warn("{}: the shared tokens could not be updated: {}", name, failure.getMessage());
        }
    }

    private Cached toCached(String value, Duration left) {
        long now = nanos.getAsLong();
        return new Cached(value, now + Math.min(left.toNanos(), FRESH.toNanos()), now + left.toNanos());
    }

    /** How long to use a token with this lifetime: the lifetime less the margin, or half of a short lifetime. */
    static Duration kept(Duration life) {
        Duration half = life.dividedBy(2);
        return life.minus(half.compareTo(RENEW_BEFORE_EXPIRY) < 0 ? half : RENEW_BEFORE_EXPIRY);
    }
}
