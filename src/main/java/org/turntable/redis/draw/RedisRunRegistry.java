package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.turntable.draw.Epoch;
import org.turntable.draw.restart.EntryId;
import org.turntable.draw.restart.RunRegistry;
import org.turntable.draw.restart.RunState;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import redis.clients.jedis.Protocol;

/** The field {@code runs} of the head, and the hash of reports, by the script continue.lua. */
final class RedisRunRegistry implements RunRegistry {
    private static final int REPORT_ONLY = 0;

    private final RedisPipeline calls;
    private final RedisKeys keys;
    private final KnownEntries known;

    RedisRunRegistry(RedisPipeline calls, RedisKeys keys, KnownEntries known) {
        this.calls = calls;
        this.keys = keys;
        this.known = known;
    }

    @Override
    public EntryId observe(int campaignId, Epoch epoch) {
        byte[] stream = keys.of(campaignId).ledger();
        Object exists = Replies.await(
                calls.send(PipelinedCommand.of(Protocol.Command.EXISTS, stream).forRun(epoch.runId())));
        if (Long.valueOf(0).equals(exists)) {
            return EntryId.NONE;
        }
        List<?> info =
                (List<?>) Replies.await(calls.send(PipelinedCommand.of(Protocol.Command.XINFO, bytes("STREAM"), stream)
                        .forRun(epoch.runId())));
        for (int i = 0; i + 1 < info.size(); i += 2) {
            if ("last-generated-id".equals(text(info.get(i)))) {
                known.add(campaignId, epoch.number(), text(info.get(i + 1)));
                return EntryId.parse(text(info.get(i + 1)));
            }
        }
        throw new IllegalStateException("Redis told no last id of a stream");
    }

    @Override
    public RunState report(int campaignId, Epoch interrupted, String runId, String process) {
        return call(campaignId, interrupted, runId, process, REPORT_ONLY);
    }

    @Override
    public RunState proceed(int campaignId, Epoch interrupted, String runId, String process, int reports) {
        return call(campaignId, interrupted, runId, process, reports);
    }

    private RunState call(int campaignId, Epoch interrupted, String runId, String process, int reports) {
        RedisKeys.OfCampaign of = keys.of(campaignId);
        List<?> reply = (List<?>) Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.CONTINUE,
                runId,
                new byte[][] {of.head(), of.ledger(), of.reports()},
                bytes(runId),
                bytes(process),
                bytes(interrupted.number()),
                bytes(known.latest(campaignId, interrupted.number()).toString()),
                bytes(interrupted.runId()),
                bytes(reports))));
        Map<String, RunState.Report> byProcess = new HashMap<>();
        for (int i = 3; i + 1 < reply.size(); i += 2) {
            String report = text(reply.get(i + 1));
            int colon = report.indexOf(':');
            byProcess.put(
                    text(reply.get(i)),
                    new RunState.Report(
                            Long.parseLong(report, 0, colon, 10), EntryId.parse(report.substring(colon + 1))));
        }
        String epoch = text(reply.get(0));
        return new RunState(
                epoch.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(epoch)),
                EntryId.parse(text(reply.get(1))),
                (Long) reply.get(2) == 1,
                byProcess);
    }
}
