package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisInfo;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import redis.clients.jedis.Protocol;

/**
 * How full the memory of the Redis for draws is, read periodically. From {@link #HIGH_WATER} on new draws and first
 * visits are refused as busy: at its limit Redis refuses every command that needs memory, and that must be the command
 * of no background task.
 */
final class RedisMemory implements AutoCloseable {
    /** Share of {@code maxmemory}; the rest is for what players who have drawn before and background tasks add. */
    static final double HIGH_WATER = 0.85;

    private static final Logger LOG = LoggerFactory.getLogger(RedisMemory.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final RedisPipeline calls;
    private final PeriodicTask task = new PeriodicTask("redis-memory", "reading Redis's memory", PAUSE, this::read);
    private volatile double ratio;

    RedisMemory(RedisPipeline calls) {
        this.calls = calls;
    }

    void start() {
        task.start();
    }

    /** Used share of the limit, 0 to about 1; 0 without a limit. While Redis does not answer, the last known one. */
    double ratio() {
        return ratio;
    }

    /** Whether new draws have to be refused. */
    boolean isAboveHighWater() {
        return ratio >= HIGH_WATER;
    }

    private void read() {
        try {
            Object info = Replies.await(calls.send(PipelinedCommand.of(Protocol.Command.INFO, bytes("memory"))));
            set(RedisInfo.memoryRatio(text(info)));
        } catch (RedisUnavailableException unavailable) {
            LOG.debug("the memory of Redis could not be read: {}", unavailable.getMessage());
        }
    }

    private void set(double now) {
        boolean above = now >= HIGH_WATER;
        if (above != isAboveHighWater()) {
            LOG.warn(
                    "the Redis for draws uses {} % of its maxmemory: new draws are {}",
                    Math.round(now * 100), above ? "refused as busy" : "admitted again");
        }
        ratio = now;
    }

    @Override
    public void close() {
        task.close();
    }
}
