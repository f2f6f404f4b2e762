package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turntable.draw.TakenCounts;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import redis.clients.jedis.Protocol;

/** The hash {@code taken} of a campaign, read over the connection for background work. */
final class RedisTakenCounts implements TakenCounts {
    private final RedisPipeline calls;
    private final RedisKeys keys;

    RedisTakenCounts(RedisPipeline calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    @Override
    public Map<Integer, Long> of(int campaignId) {
        List<?> reply = (List<?>) Replies.await(calls.send(PipelinedCommand.of(
                Protocol.Command.HGETALL, keys.of(campaignId).taken())));
        Map<Integer, Long> taken = new HashMap<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            taken.put(Integer.parseInt(text(reply.get(i))), Long.parseLong(text(reply.get(i + 1))));
        }
        return taken;
    }
}
