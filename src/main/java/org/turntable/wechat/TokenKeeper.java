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
import org.turntable.wechat.WeChatFailure.Reason;

/**
 * One node's hold on the account's tokens. A token is fetched by one thread of one node: threads of a node share a flight, nodes agree through
 * {@link SharedTokens}. Where those are away a node fetches for itself: {@code stable_token} answers every node with the same token, so that
 * costs a call and breaks nothing.
 */
final class TokenKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(TokenKeeper.class);
    /** Who waits for another node's fetch waits no longer than this, even where that node has died. */
    static final Duration LEASE = Duration.ofSeconds(3);
    /** How long a node trusts what it holds before it looks again at what all hold. */
    static final Duration FRESH = Duration.ofMinutes(1);
    /**
     * How long before WeChat's own end a token is given up here. WeChat makes a new one from five minutes before the end on, and asked any
     * earlier it answers the old one again.
     */
    private static final Duration BEFORE_THE_END = Duration.ofMinutes(4);
    private static final Duration OWN_FLIGHT = Duration.ofSeconds(10);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /**
     * A token as WeChat gave it.
     *
     * @param life how long WeChat takes it
     */
    record Fetched(String value, Duration life) {
        @Override
        public String toString() {
            return "Fetched[(hidden), " + life + "]";
        }
    }

    private record Local(String value, long freshUntil, long goodUntil) {
    }

    private final SharedTokens shared;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final Map<String, Local> held = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Local>> flights = new ConcurrentHashMap<>();

    TokenKeeper(SharedTokens shared, LongSupplier nanos, RandomGenerator random) {
        this.shared = shared;
        this.nanos = nanos;
        this.random = random;
    }

    /** The token, if this node can tell it without asking anybody. */
    Optional<String> atHand(String name) {
        Local local = held.get(name);
        return local != null && nanos.getAsLong() - local.freshUntil < 0 ? Optional.of(local.value) : Optional.empty();
    }

    /**
     * The token, fetched if need be.
     *
     * @param fetch asks WeChat
     * @throws WeChatFailure the fetch's own
     */
    String token(String name, Supplier<Fetched> fetch) {
        Optional<String> atHand = atHand(name);
        if (atHand.isPresent()) {
            return atHand.get();
        }
        CompletableFuture<Local> mine = new CompletableFuture<>();
        CompletableFuture<Local> first = flights.putIfAbsent(name, mine);
        return first == null ? fly(name, fetch, mine) : join(name, first);
    }

    /** WeChat refused this token: neither this node nor any other uses it again. */
    void refused(String name, String value) {
        held.computeIfPresent(name, (key, local) -> local.value.equals(value) ? null : local);
        try {
            shared.drop(name, value);
        } catch (SharedTokens.Away away) {
            LOG.warn("{}: the token that WeChat refused could not be dropped for all nodes: {}", name, away.getMessage());
        }
    }

    private String fly(String name, Supplier<Fetched> fetch, CompletableFuture<Local> mine) {
        try {
            // Another flight may have landed between the look at what is at hand and this one's start.
            Local landed = atHand(name).isPresent() ? held.get(name) : null;
            Local local = landed != null ? landed : ask(name, fetch);
            held.put(name, local);
            mine.complete(local);
            return local.value;
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        } finally {
            flights.remove(name, mine);
        }
    }

    private static String join(String name, CompletableFuture<Local> flight) {
        try {
            return flight.get(OWN_FLIGHT.toMillis(), TimeUnit.MILLISECONDS).value;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof WeChatFailure failure ? new WeChatFailure(failure.reason(), failure.getMessage())
                    : new WeChatFailure(Reason.UNAVAILABLE, name + " could not be fetched");
        } catch (TimeoutException late) {
            throw new WeChatFailure(Reason.UNAVAILABLE, name + " was not fetched within " + OWN_FLIGHT.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WeChatFailure(Reason.UNAVAILABLE, name + " was not waited for: this thread is to end");
        }
    }

    private Local ask(String name, Supplier<Fetched> fetch) {
        try {
            String holder = Texts.nonce(random);
            SharedTokens.Answer answer = shared.ask(name, holder, LEASE);
            long end = nanos.getAsLong() + LEASE.toNanos();
            while (answer == SharedTokens.Todo.WAIT && nanos.getAsLong() - end < 0) {
                LockSupport.parkNanos(this, POLL_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    throw new WeChatFailure(Reason.UNAVAILABLE, name + " was not waited for: this thread is to end");
                }
                answer = shared.ask(name, holder, LEASE);
            }
            return answer instanceof SharedTokens.Held there ? local(there.value(), there.left()) : fetchForAll(name, holder, fetch);
        } catch (SharedTokens.Away away) {
            Local local = held.get(name);
            if (local != null && nanos.getAsLong() - local.goodUntil < 0) {
                return local;
            }
            LOG.warn("{}: fetched by this node for itself, for tokens cannot be shared now: {}", name, away.getMessage());
            Fetched fetched = fetch.get();
            return local(fetched.value, kept(fetched.life));
        }
    }

    private Local fetchForAll(String name, String holder, Supplier<Fetched> fetch) {
        Fetched fetched;
        try {
            fetched = fetch.get();
        } catch (RuntimeException | Error failed) {
            quietly(name, () -> shared.giveUp(name, holder));
            throw failed;
        }
        Duration kept = kept(fetched.life);
        quietly(name, () -> shared.put(name, holder, fetched.value, kept));
        LOG.info("{}: a new one, for {} s", name, kept.toSeconds());
        return local(fetched.value, kept);
    }

    private static void quietly(String name, Runnable told) {
        try {
            told.run();
        } catch (SharedTokens.Away away) {
            LOG.warn("{}: the other nodes could not be told: {}", name, away.getMessage());
        }
    }

    private Local local(String value, Duration left) {
        long now = nanos.getAsLong();
        return new Local(value, now + Math.min(left.toNanos(), FRESH.toNanos()), now + left.toNanos());
    }

    /** How long to keep what WeChat takes for so long; half of what is shorter than twice the margin. */
    static Duration kept(Duration life) {
        Duration half = life.dividedBy(2);
        return life.minus(half.compareTo(BEFORE_THE_END) < 0 ? half : BEFORE_THE_END);
    }
}
