package org.turntable.redis;

import static org.turntable.redis.RedisKeys.bytes;

import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.draw.RehearsalStage;
import org.turntable.player.PlayerId;

/** Takes a rehearsal's player out of Redis again. */
final class RedisRehearsalProps implements RehearsalStage.Props {
    private final CallGatherer calls;
    private final RedisKeys keys;

    RedisRehearsalProps(CallGatherer calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    @Override
    public void clear(Campaign campaign, PlayerId player) {
        RedisKeys.OfCampaign of = keys.of(campaign.id());
        byte[][] prizes = campaign.prizes().stream().map(Prize::id).map(id -> bytes(id)).toArray(byte[][]::new);
        Replies.await(calls.send(RedisCall.script(Script.STRIKE, null, new byte[][] {of.player(player), of.taken()}, prizes)));
    }
}
