package org.turntable.redis;

import static org.turntable.redis.RedisKeys.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turntable.draw.Takings;
import redis.clients.jedis.Protocol;

/** The hash {@code taken} of a campaign, read over the line that no player waits for. */
final class RedisTakings implements Takings {
    private final CallGatherer calls;
    private final RedisKeys keys;

    RedisTakings(CallGatherer calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    @Override
    public Map<Integer, Long> of(int campaignId) {
        List<?> reply = (List<?>) Replies.await(calls.send(RedisCall.of(Protocol.Command.HGETALL, keys.of(campaignId).taken())));
        Map<Integer, Long> taken = new HashMap<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            taken.put(Integer.parseInt(text(reply.get(i))), Long.parseLong(text(reply.get(i + 1))));
        }
        return taken;
    }
}
