package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.FirstVisit;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStream;
import org.turntable.ledger.StoredDraw;
import org.turntable.player.DrawKey;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisClock;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import redis.clients.jedis.Protocol;

/** The ledger's stream in Redis. It has a separate connection, so that a long read never delays a draw. */
public final class RedisLedgerStream implements LedgerStream {
    private static final byte[] NOTHING = new byte[0];
    /** The number of a first visit and the prize of a loss in the stream's entries and in the scripts. */
    private static final int NO_NUMBER = 0;

    private static final int NO_PRIZE = 0;

    private final RedisPipeline calls;
    private final RedisKeys keys;
    private final RedisClock clock;

    RedisLedgerStream(RedisPipeline calls, RedisKeys keys, RedisClock clock) {
        this.calls = calls;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A stored loss changes nothing in a player's hash: the entries of losses are deleted by one XDEL per campaign.
     * Every other result changes the hash. A loss under whose number a win is stored is settled like a win.
     */
    @Override
    public void settle(List<Settlement> settlements) {
        List<CompletableFuture<Object>> replies = new ArrayList<>();
        Map<Integer, List<byte[]>> plain = new HashMap<>();
        for (Settlement settlement : settlements) {
            LedgerEntry entry = settlement.entry();
            if (entry instanceof DrawEntry draw
                    && (draw.isCandidate() || settlement.stored().isWin())) {
                replies.add(calls.send(settle(draw, settlement)));
            } else {
                plain.computeIfAbsent(entry.campaignId(), id -> new ArrayList<>(settlements.size()))
                        .add(bytes(entry.entryId()));
            }
        }
        plain.forEach((campaignId, ids) -> {
            byte[][] arguments = new byte[ids.size() + 1][];
            arguments[0] = keys.of(campaignId).ledger();
            for (int i = 0; i < ids.size(); i++) {
                arguments[i + 1] = ids.get(i);
            }
            replies.add(calls.send(PipelinedCommand.of(Protocol.Command.XDEL, arguments)));
        });
        for (CompletableFuture<Object> reply : replies) {
            Replies.await(reply);
        }
    }

    private PipelinedCommand settle(DrawEntry draw, Settlement settlement) {
        RedisKeys.OfCampaign of = keys.of(draw.campaignId());
        StoredDraw stored = settlement.stored();
        byte[] win = stored.outcome() instanceof DrawOutcome.Win won
                ? bytes(won.prizeId() + ":" + won.unitOrdinal() + ":" + stored.drawnAtMs())
                : NOTHING;
        return PipelinedCommand.script(
                LuaScript.SETTLE,
                null,
                new byte[][] {of.player(draw.player()), of.taken(), of.ledger()},
                bytes(draw.entryId()),
                bytes(draw.number()),
                bytes(ResultCode.write(stored.outcome())),
                win,
                bytes(draw.isCandidate() ? draw.prizeId() : NO_PRIZE),
                bytes(settlement.releasesPlace() ? 1 : 0));
    }

    @Override
    public Page read(int campaignId, String afterId, String untilId, int most) {
        byte[] from = afterId == null ? bytes("-") : bytes("(" + afterId);
        byte[] to = bytes(untilId == null ? "+" : untilId);
        List<?> entries = (List<?>) Replies.await(calls.send(PipelinedCommand.of(
                Protocol.Command.XRANGE, keys.of(campaignId).ledger(), from, to, bytes("COUNT"), bytes(most))));
        List<LedgerEntry> readable = new ArrayList<>(entries.size());
        String lastId = null;
        for (Object item : entries) {
            lastId = text(((List<?>) item).get(0));
            parse(campaignId, lastId, (List<?>) ((List<?>) item).get(1)).ifPresent(readable::add);
        }
        return new Page(readable, lastId);
    }

    /** An entry of an unknown version is left unchanged: a newer WAR added it and will write it to MariaDB. */
    private static Optional<LedgerEntry> parse(int campaignId, String id, List<?> fields) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            values.put(text(fields.get(i)), text(fields.get(i + 1)));
        }
        if (!"1".equals(values.get("v"))) {
            return Optional.empty();
        }
        try {
            return PlayerId.parse(values.get("p")).map(player -> entry(campaignId, id, player, values));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static LedgerEntry entry(int campaignId, String id, PlayerId player, Map<String, String> values) {
        int number = Integer.parseInt(values.get("n"));
        int prizeId = Integer.parseInt(values.get("k"));
        if (number == NO_NUMBER) {
            return new FirstVisit(campaignId, player, id);
        }
        DrawKey key = new DrawKey(campaignId, player, number);
        boolean firstVisit = "1".equals(values.get("f"));
        return prizeId == NO_PRIZE
                ? DrawEntry.loss(key, id, firstVisit)
                : DrawEntry.candidate(key, id, prizeId, firstVisit);
    }

    @Override
    public void moveToDeadLetters(LedgerEntry entry, String reason) {
        RedisKeys.OfCampaign of = keys.of(entry.campaignId());
        Replies.await(calls.send(PipelinedCommand.script(
                LuaScript.DEAD_LETTER,
                null,
                new byte[][] {of.ledger(), of.dead()},
                bytes(entry.entryId()),
                bytes(reason))));
    }

    @Override
    public boolean holdSweeperLease(int campaignId, String holder, long millis) {
        return hold(keys.of(campaignId).sweeper(), holder, millis);
    }

    @Override
    public void releaseSweeperLease(int campaignId, String holder) {
        release(keys.of(campaignId).sweeper(), holder);
    }

    @Override
    public boolean holdOverdueLease(int campaignId, String holder, long millis) {
        return hold(keys.of(campaignId).overdue(), holder, millis);
    }

    @Override
    public void releaseOverdueLease(int campaignId, String holder) {
        release(keys.of(campaignId).overdue(), holder);
    }

    private boolean hold(byte[] lease, String holder, long millis) {
        return 1L
                == (Long) Replies.await(calls.send(PipelinedCommand.script(
                        LuaScript.LEASE, null, new byte[][] {lease}, bytes(holder), bytes(millis))));
    }

    private void release(byte[] lease, String holder) {
        Replies.await(calls.send(PipelinedCommand.script(LuaScript.FORGET, null, new byte[][] {lease}, bytes(holder))));
    }

    @Override
    public Backlog backlog(int campaignId) {
        RedisKeys.OfCampaign of = keys.of(campaignId);
        CompletableFuture<Object> entries = calls.send(PipelinedCommand.of(Protocol.Command.XLEN, of.ledger()));
        CompletableFuture<Object> dead = calls.send(PipelinedCommand.of(Protocol.Command.XLEN, of.dead()));
        CompletableFuture<Object> oldest = calls.send(PipelinedCommand.of(
                Protocol.Command.XRANGE, of.ledger(), bytes("-"), bytes("+"), bytes("COUNT"), bytes(1)));
        CompletableFuture<Object> newest = calls.send(PipelinedCommand.of(
                Protocol.Command.XREVRANGE, of.ledger(), bytes("+"), bytes("-"), bytes("COUNT"), bytes(1)));
        // Sent after the others: an epoch that is still published then was published while they were read.
        CompletableFuture<Object> epoch =
                calls.send(PipelinedCommand.of(Protocol.Command.HGET, of.head(), bytes("epoch")));
        String oldestId = onlyId(oldest);
        long age = oldestId == null ? 0 : Math.max(0, clock.now() - millisOf(oldestId));
        Object published = Replies.await(epoch);
        return new Backlog(
                (Long) Replies.await(entries),
                (Long) Replies.await(dead),
                age,
                oldestId,
                onlyId(newest),
                published == null ? 0 : Long.parseLong(text(published)));
    }

    /** The id of the entry in a reply of at most one entry; null if there is none. */
    private static String onlyId(CompletableFuture<Object> reply) {
        List<?> entries = (List<?>) Replies.await(reply);
        return entries.isEmpty() ? null : text(((List<?>) entries.get(0)).get(0));
    }

    private static long millisOf(String entryId) {
        return Long.parseLong(entryId.substring(0, entryId.indexOf('-')));
    }
}
