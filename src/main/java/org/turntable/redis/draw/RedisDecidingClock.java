package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.turntable.health.DecidingClock;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import redis.clients.jedis.Protocol;

/** The command TIME and the field {@code clock} of each head, in one write over the connection for background work. */
final class RedisDecidingClock implements DecidingClock {
    /** An older reading would say nothing about a clock. */
    private static final long TIMEOUT_MS = 500;

    private final RedisPipeline calls;
    private final RedisKeys keys;

    RedisDecidingClock(RedisPipeline calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    @Override
    public Reading read(List<Integer> campaignIds) {
        Map<Integer, CompletableFuture<Object>> asked = new LinkedHashMap<>();
        for (int id : campaignIds) {
            asked.put(
                    id,
                    calls.send(PipelinedCommand.of(
                            Protocol.Command.HGET, keys.of(id).head(), bytes("clock"))));
        }
        // Last: a draw between two commands must not look as if the clock had been put back.
        CompletableFuture<Object> time = calls.send(PipelinedCommand.of(Protocol.Command.TIME));
        Map<Integer, Long> latest = new HashMap<>();
        asked.forEach((id, reply) -> {
            Object clock = Replies.await(reply, TIMEOUT_MS);
            if (clock != null) {
                latest.put(id, Long.parseLong(text(clock)));
            }
        });
        List<?> now = (List<?>) Replies.await(time, TIMEOUT_MS);
        return new Reading(Long.parseLong(text(now.get(0))) * 1e3 + Long.parseLong(text(now.get(1))) / 1e3, latest);
    }
}
