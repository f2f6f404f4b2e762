package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochRegistry;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStream;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisInfo;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import redis.clients.jedis.Protocol;

/** The published epochs, in the head hash of each campaign. */
public final class RedisEpochRegistry implements EpochRegistry {
    /** After this time a node that does not report counts as having no draws left. */
    private static final long SILENT_MS = 5_000;

    private static final int PAGE = 2_000;

    private final RedisPipeline calls;
    private final RedisLedgerStream log;
    private final RedisKeys keys;

    RedisEpochRegistry(RedisPipeline calls, RedisLedgerStream log, RedisKeys keys) {
        this.calls = calls;
        this.log = log;
        this.keys = keys;
    }

    @Override
    public String runId() {
        return RedisInfo.parse(
                        text(Replies.await(calls.send(PipelinedCommand.of(Protocol.Command.INFO, bytes("server"))))))
                .runId();
    }

    @Override
    public OptionalLong published(int campaignId, String runId) {
        PipelinedCommand call = PipelinedCommand.of(
                        Protocol.Command.HGET, keys.of(campaignId).head(), bytes("epoch"))
                .forRun(runId);
        Object epoch = Replies.await(calls.send(call));
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text(epoch)));
    }

    @Override
    public void close(int campaignId, Epoch coming) {
        Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.CLOSE,
                coming.runId(),
                new byte[][] {keys.of(campaignId).head()},
                bytes(coming.number()))));
    }

    @Override
    public List<DrawEntry> candidates(int campaignId, String runId) {
        List<DrawEntry> candidates = new ArrayList<>();
        String after = null;
        do {
            LedgerStream.Page page = log.read(campaignId, after, null, PAGE);
            for (LedgerEntry entry : page.entries()) {
                if (entry instanceof DrawEntry draw && draw.isCandidate()) {
                    candidates.add(draw);
                }
            }
            after = page.lastId();
        } while (after != null);
        return candidates;
    }

    @Override
    public boolean open(int campaignId, Epoch epoch, int planVersion, Map<Integer, Long> taken) {
        List<byte[]> arguments = new ArrayList<>(List.of(bytes(epoch.number()), bytes(planVersion)));
        taken.forEach((prizeId, count) -> {
            arguments.add(bytes(prizeId));
            arguments.add(bytes(count));
        });
        RedisKeys.OfCampaign of = keys.of(campaignId);
        return 1L
                == (Long) Replies.await(calls.send(PipelinedCommand.script(
                        LuaScript.OPEN,
                        epoch.runId(),
                        new byte[][] {of.head(), of.taken()},
                        arguments.toArray(byte[][]::new))));
    }

    @Override
    public int announcePlan(int campaignId, int planVersion, String runId) {
        Object announced = Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.PLAN, runId, new byte[][] {keys.of(campaignId).head()}, bytes(planVersion))));
        return ((Long) announced).intValue();
    }

    @Override
    public void reportUnwritten(int campaignId, String runId, String node, long below, int draws) {
        Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.UNWRITTEN,
                runId,
                new byte[][] {keys.of(campaignId).unwritten()},
                bytes(node),
                bytes(below),
                bytes(draws))));
    }

    @Override
    public List<String> unwritten(int campaignId, String runId, long below) {
        List<?> nodes = (List<?>) Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.UNWRITTEN,
                runId,
                new byte[][] {keys.of(campaignId).unwritten()},
                bytes(""),
                bytes(below),
                bytes(SILENT_MS))));
        return nodes.stream().map(node -> text(node)).toList();
    }

    @Override
    public boolean holdRecoveryLease(int campaignId, String runId, String holder, long millis) {
        return 1L
                == (Long) Replies.await(calls.send(PipelinedCommand.script(
                        LuaScript.LEASE,
                        runId,
                        new byte[][] {keys.of(campaignId).recovery()},
                        bytes(holder),
                        bytes(millis))));
    }

    @Override
    public void releaseRecoveryLease(int campaignId, String runId, String holder) {
        Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.FORGET, runId, new byte[][] {keys.of(campaignId).recovery()}, bytes(holder))));
    }
}
