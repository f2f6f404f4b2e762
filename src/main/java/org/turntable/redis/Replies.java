package org.turntable.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.turntable.concurrent.Deadline;
import org.turntable.outage.RedisUnavailableException;

/** Waits for replies of Redis. */
public final class Replies {
    private static final long LONGEST_MS = 3_000;

    private Replies() {}

    /**
     * Waits up to 3 s for a reply, on the thread of a request not beyond the request's {@link Deadline}.
     *
     * @throws RedisUnavailableException if there is no reply
     */
    public static Object await(CompletableFuture<Object> reply) {
        return await(reply, LONGEST_MS);
    }

    /**
     * Waits for a reply. A call that times out is cancelled: if it is still queued it is not sent, so that a Redis that
     * answers again does not execute it late.
     *
     * @param limitMs in milliseconds; less when the deadline of this thread's request is nearer
     * @throws RedisUnavailableException if there is no reply
     */
    public static Object await(CompletableFuture<Object> reply, long limitMs) {
        long timeoutMs = Deadline.ofThread().millisLeft(limitMs);
        try {
            return reply.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RedisUnavailableException unavailable
                    ? unavailable
                    : new RedisUnavailableException(failed.getMessage(), failed);
        } catch (TimeoutException late) {
            reply.cancel(false);
            throw new RedisUnavailableException("Redis did not answer within " + timeoutMs + " ms", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RedisUnavailableException("interrupted", interrupted);
        }
    }
}
