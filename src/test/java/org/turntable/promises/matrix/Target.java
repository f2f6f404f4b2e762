package org.turntable.promises.matrix;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.RedisServer;

/**
 * What faults are injected into.
 *
 * @param campaignId the campaign that is played
 * @param random decides moments; from the seed of the cell
 */
record Target(MatrixSystem system, int campaignId, Random random) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    static final String[] WHO = {"--by", "FaultMatrixIT", "--reason", "a fault of the matrix"};

    Cluster cluster() {
        return system.cluster();
    }

    FailoverPair pair() {
        return system.cluster().failoverPair();
    }

    RedisServer redis() {
        return system.cluster().draws();
    }

    MariaDbServer writer() {
        return system.writer();
    }

    MariaDbServer replica() {
        return pair().other(writer());
    }

    /** A key of the campaign in Redis. */
    String key(String name) {
        return "tt:{" + campaignId + "}:" + name;
    }

    /** The agent's folder. */
    Path agentFolder() {
        return cluster().folder().resolve("agent");
    }

    void await(String what, Callable<Boolean> condition) {
        try {
            Await.until(what, LIMIT, condition);
        } catch (AssertionError never) {
            throw new AssertionError(never.getMessage() + "; the agent reports " + pair().status(), never);
        }
    }

    void awaitMode(String mode) {
        await("the mode is " + mode, () -> mode.equals(pair().status().get("mode")));
    }

    void awaitPromotionInPlaceOf(MariaDbServer old) {
        await("another server is the writer", () -> {
            var status = pair().status();
            return "OPEN".equals(status.get("phase"))
                    && pair().other(old).address().equals(status.get("writer"));
        });
    }

    /** Runs a command of turntable-ops that ends with 0, 1 or any other code. */
    OpsTool.Outcome ops(String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + WHO.length);
        System.arraycopy(WHO, 0, all, words.length, WHO.length);
        return OpsTool.attempt(pair().config(), all);
    }

    /** Lets a part of a second, or some, pass: a moment of the fault that the seed decides. */
    void pause(int minimumMillis, int maximumMillis) {
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(minimumMillis + random.nextInt(maximumMillis - minimumMillis)));
    }
}
