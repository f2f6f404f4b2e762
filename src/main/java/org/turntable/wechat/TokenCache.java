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
import org.turntable.outage.RedisUnavailableException;
import org.turntable.wechat.WeChatException.Reason;

/**
 * A node's cache of the account's tokens. One thread of one node fetches a token: threads of a node share one request,
 * nodes coordinate through {@link SharedTokens}. While those are unavailable each node fetches for itself:
 * {@code stable_token} returns the same token to every node, so this costs a call and has no other effect.
 */
final class TokenCache {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);
    /** How long to wait for the fetch of another node, which may have failed. */
    static final Duration LEASE = Duration.ofSeconds(3);
    /** How long a node uses its cached token before it reads the shared one again. */
    static final Duration FRESH = Duration.ofMinutes(1);
    /**
     * How long before its expiry a token is replaced. WeChat creates a new one only in the last five minutes; before
     * that it returns the old one.
     */
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofMinutes(4);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
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
     * The token; fetched when necessary.
     *
     * @param fetch calls WeChat
     * @throws WeChatException when the fetch fails
     */
    String token(String name, Supplier<Fetched> fetch) {
        Optional<String> fresh = cached(name);
        if (fresh.isPresent()) {
            return fresh.get();
        }
        CompletableFuture<Cached> mine = new CompletableFuture<>();
        CompletableFuture<Cached> first = pending.putIfAbsent(name, mine);
        return first == null ? fetch(name, fetch, mine) : await(name, first);
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

    private String fetch(String name, Supplier<Fetched> fetch, CompletableFuture<Cached> mine) {
        try {
            // Another request may have finished between the check of the cache and the start of this one.
            Cached finished = cached(name).isPresent() ? cache.get(name) : null;
            Cached cached = finished != null ? finished : ask(name, fetch);
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

    private static String await(String name, CompletableFuture<Cached> request) {
        try {
            return request.get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).value;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof WeChatException failure
                    ? new WeChatException(failure.reason(), failure.getMessage())
                    : new WeChatException(Reason.UNAVAILABLE, name + " could not be fetched");
        } catch (TimeoutException late) {
            throw new WeChatException(
                    Reason.UNAVAILABLE, name + " was not fetched within " + REQUEST_TIMEOUT.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WeChatException(Reason.UNAVAILABLE, name + ": interrupted while waiting");
        }
    }

    private Cached ask(String name, Supplier<Fetched> fetch) {
        try {
            String holder = WeChatText.nonce(random);
            SharedTokens.Answer answer = shared.ask(name, holder, LEASE);
            long end = nanos.getAsLong() + LEASE.toNanos();
            while (answer == SharedTokens.Todo.WAIT && nanos.getAsLong() - end < 0) {
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
