package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;

import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.draw.RehearsalStore;
import org.turntable.player.PlayerId;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;

/** Removes a rehearsal's player and candidates from Redis. */
final class RedisRehearsalCleanup implements RehearsalStore.Cleanup {
    private final RedisPipeline calls;
    private final RedisKeys keys;

    RedisRehearsalCleanup(RedisPipeline calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    @Override
    public void clear(Campaign campaign, PlayerId player) {
        RedisKeys.OfCampaign of = keys.of(campaign.id());
        byte[][] prizes =
                campaign.prizes().stream().map(Prize::id).map(id -> bytes(id)).toArray(byte[][]::new);
        Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.REHEARSAL_CLEAR, null, new byte[][] {of.player(player), of.taken()}, prizes)));
    }
}
