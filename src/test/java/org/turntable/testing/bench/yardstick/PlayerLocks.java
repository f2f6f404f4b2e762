package org.turntable.testing.bench.yardstick;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** One lock per player in Redis: taken by SET NX PX, released by a script that looks whose it is. */
final class PlayerLocks {
    private static final long LEASE_MILLIS = 10_000;
    private static final String RELEASE =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private final RedisClient redis;
    private final String release;

    PlayerLocks(RedisClient redis) {
        this.redis = redis;
        this.release = redis.scriptLoad(RELEASE);
    }

    /** The holder's word, or null where somebody else holds the lock. */
    String lock(int player) {
        String holder = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return redis.set(key(player), holder, SetParams.setParams().nx().px(LEASE_MILLIS)) == null ? null : holder;
    }

    void release(int player, String holder) {
        redis.evalsha(release, List.of(key(player)), List.of(holder));
    }

    private static String key(int player) {
        return "yardstick:lock:" + player;
    }
}
