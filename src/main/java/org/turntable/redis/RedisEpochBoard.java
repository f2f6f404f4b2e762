package org.turntable.redis;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.turntable.draw.Admissions;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochBoard;
import org.turntable.ledger.DrawLog;
import org.turntable.ledger.LedgerEntry;
import redis.clients.jedis.Protocol;

/** The epochs as Redis shows them, in each campaign's head hash. */
public final class RedisEpochBoard implements EpochBoard {
    private static final int PAGE = 2_000;

    private final CallGatherer calls;
    private final RedisDrawLog log;
    private final RedisKeys keys;

    RedisEpochBoard(CallGatherer calls, RedisDrawLog log, RedisKeys keys) {
        this.calls = calls;
        this.log = log;
        this.keys = keys;
    }

    @Override
    public String runId() {
        return RedisCondition.parse(text(Replies.await(calls.send(RedisCall.of(Protocol.Command.INFO, bytes("server")))))).runId();
    }

    @Override
    public OptionalLong published(int campaignId, String runId) {
        RedisCall call = RedisCall.of(Protocol.Command.HGET, keys.of(campaignId).head(), bytes("epoch")).forRun(runId);
        Object epoch = Replies.await(calls.send(call));
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text(epoch)));
    }

    @Override
    public void close(int campaignId, Epoch coming) {
        Replies.await(calls.send(RedisCall.script(Script.CLOSE, coming.runId(), new byte[][] {keys.of(campaignId).head()},
                bytes(coming.number()))));
    }

    @Override
    public List<LedgerEntry> candidates(int campaignId, String runId) {
        List<LedgerEntry> candidates = new ArrayList<>();
        String after = null;
        try {
            do {
                DrawLog.Page page = log.read(campaignId, after, 0, PAGE);
                page.entries().stream().filter(LedgerEntry::isCandidate).forEach(candidates::add);
                after = page.lastId();
            } while (after != null);
        } catch (DrawLog.Unavailable away) {
            throw new Admissions.Unavailable(away.getMessage(), away);
        }
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
        return 1L == (Long) Replies.await(calls.send(RedisCall.script(Script.OPEN, epoch.runId(), new byte[][] {of.head(), of.taken()},
                arguments.toArray(byte[][]::new))));
    }

    @Override
    public void announcePlan(int campaignId, int planVersion, String runId) {
        Replies.await(calls.send(RedisCall.script(Script.PLAN, runId, new byte[][] {keys.of(campaignId).head()}, bytes(planVersion))));
    }

    @Override
    public boolean holdRecoveryLease(int campaignId, String runId, String holder, long millis) {
        return 1L == (Long) Replies.await(calls.send(RedisCall.script(Script.LEASE, runId, new byte[][] {keys.of(campaignId).recovery()},
                bytes(holder), bytes(millis))));
    }
}
