package org.turntable.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.turntable.draw.Admissions.Unavailable;

/** Waits for answers; for background threads only, never for a request's. */
final class Replies {
    private static final long PATIENCE_MS = 3_000;

    private Replies() {
    }

    /** The answer, or {@link Unavailable}. */
    static Object await(CompletableFuture<Object> reply) {
        try {
            return reply.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Unavailable unavailable ? unavailable : new Unavailable(failed.getMessage(), failed);
        } catch (TimeoutException late) {
            throw new Unavailable("Redis did not answer within " + PATIENCE_MS + " ms", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted", interrupted);
        }
    }
}
