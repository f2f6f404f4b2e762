package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochRegistry;
import org.turntable.draw.PlanStamp;
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
    public long latest(int campaignId, String runId) {
        PipelinedCommand call = PipelinedCommand.of(
                        Protocol.Command.HMGET, keys.of(campaignId).head(), bytes("epoch"), bytes("closed"))
                .forRun(runId);
        return ((List<?>) Replies.await(calls.send(call)))
                .stream()
                        .filter(Objects::nonNull)
                        .mapToLong(epoch -> Long.parseLong(text(epoch)))
                        .max()
                        .orElse(0);
    }

    @Override
    public List<String> runs(int campaignId, Epoch epoch) {
        Object runs = Replies.await(calls.send(
                PipelinedCommand.of(Protocol.Command.HGET, keys.of(campaignId).head(), bytes("runs"))
                        .forRun(epoch.runId())));
        if (runs == null) {
            return List.of();
        }
        List<String> parts = List.of(text(runs).split(":"));
        boolean isCurrent = parts.get(0).equals(Long.toString(epoch.number()))
                && parts.get(parts.size() - 1).equals(epoch.runId());
        return isCurrent ? parts.subList(1, parts.size()) : List.of();
    }

    @Override
    public Optional<String> campaign(int campaignId) {
        Object uid = Replies.await(calls.send(
                PipelinedCommand.of(Protocol.Command.HGET, keys.of(campaignId).head(), bytes("campaign"))));
        return Optional.ofNullable(uid).map(RedisKeys::text);
    }

    @Override
    public Optional<SetAside> setAside(int campaignId, Epoch coming, String campaign) {
        RedisKeys.OfCampaign of = keys.of(campaignId);
        List<?> reply = (List<?>) Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.SET_ASIDE,
                coming.runId(),
                new byte[][] {of.head(), of.ledger(), of.dead(), of.taken()},
                bytes(campaign),
                bytes(coming.number()),
                bytes(of.asidePrefix()))));
        return reply.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new SetAside(text(reply.get(0)), (Long) reply.get(1), (Long) reply.get(2), text(reply.get(3))));
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
    public boolean open(int campaignId, Epoch epoch, PlanStamp plan, Map<Integer, Long> taken) {
        List<byte[]> arguments = new ArrayList<>(
                List.of(bytes(epoch.number()), bytes(plan.version()), bytes(plan.campaign()), bytes(plan.digest())));
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
    public Announced announcePlan(int campaignId, PlanStamp plan, String runId) {
        List<?> reply = (List<?>) Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.PLAN,
                runId,
                new byte[][] {keys.of(campaignId).head()},
                bytes(plan.version()),
                bytes(plan.campaign()),
                bytes(plan.digest()))));
        String difference = text(reply.get(1));
        return new Announced(
                ((Long) reply.get(0)).intValue(),
                difference.isEmpty() ? Difference.NONE : Difference.valueOf(difference.toUpperCase(Locale.ROOT)));
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
