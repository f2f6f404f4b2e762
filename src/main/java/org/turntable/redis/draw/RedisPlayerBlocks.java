package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.draw.BlockState;
import org.turntable.draw.PlayerBlockRegistry;
import org.turntable.player.PlayerId;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisInfo;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import redis.clients.jedis.Protocol;

/**
 * The fields {@code blocked} and {@code block_revision} of a player's hash, over the connection for background work.
 */
final class RedisPlayerBlocks implements PlayerBlockRegistry {
    private final RedisPipeline calls;
    private final RedisKeys keys;
    private final KnownEntries known;

    RedisPlayerBlocks(RedisPipeline calls, RedisKeys keys, KnownEntries known) {
        this.calls = calls;
        this.keys = keys;
        this.known = known;
    }

    @Override
    public Answer apply(Campaign campaign, PlayerId player, BlockState change) {
        RedisKeys.OfCampaign of = keys.of(campaign.id());
        String runId = RedisInfo.parse(
                        text(Replies.await(calls.send(PipelinedCommand.of(Protocol.Command.INFO, bytes("server"))))))
                .runId();
        List<?> answer = (List<?>) Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.BLOCK,
                runId,
                new byte[][] {of.head(), of.player(player), of.ledger(), of.reports()},
                bytes(change.revision()),
                bytes(change.blocked() ? 1 : 0),
                PlanArguments.expiry(campaign),
                bytes(runId))));
        return switch (text(answer.get(0))) {
            case "applied" -> {
                long epoch = Long.parseLong(text(answer.get(1)));
                known.add(campaign.id(), epoch, text(answer.get(2)));
                yield new Answer.Applied(epoch);
            }
            case "newer" -> new Answer.Newer();
            default -> new Answer.Closed();
        };
    }
}
