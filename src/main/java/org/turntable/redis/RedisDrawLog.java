package org.turntable.redis;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.turntable.draw.Admissions;
import org.turntable.draw.DrawResult;
import org.turntable.ledger.DrawLog;
import org.turntable.ledger.LedgerEntry;
import org.turntable.player.PlayerId;
import redis.clients.jedis.Protocol;

/** The ledger's stream in Redis. Its calls go over a line of their own, so that a long read never holds up a draw. */
public final class RedisDrawLog implements DrawLog {
    private static final byte[] NOTHING = new byte[0];

    private final CallGatherer calls;
    private final RedisKeys keys;
    private final RedisClock clock;

    RedisDrawLog(CallGatherer calls, RedisKeys keys, RedisClock clock) {
        this.calls = calls;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Losses are what Redis knows already: their entries go by one XDEL a campaign. Everything else changes a player's hash. A loss
     * that met another draw stored under its number is settled like a win.
     */
    @Override
    public void settle(List<Settlement> settlements) throws Unavailable {
        List<CompletableFuture<Object>> replies = new ArrayList<>();
        Map<Integer, List<byte[]>> plain = new HashMap<>();
        for (Settlement settlement : settlements) {
            LedgerEntry entry = settlement.entry();
            if (entry.isVisit() || !entry.isCandidate() && !settlement.stored().isWin()) {
                plain.computeIfAbsent(entry.campaignId(), id -> new ArrayList<>(settlements.size())).add(bytes(entry.entryId()));
            } else {
                replies.add(calls.send(settle(settlement)));
            }
        }
        plain.forEach((campaignId, ids) -> {
            byte[][] arguments = new byte[ids.size() + 1][];
            arguments[0] = keys.of(campaignId).ledger();
            for (int i = 0; i < ids.size(); i++) {
                arguments[i + 1] = ids.get(i);
            }
            replies.add(calls.send(RedisCall.of(Protocol.Command.XDEL, arguments)));
        });
        for (CompletableFuture<Object> reply : replies) {
            await(reply);
        }
    }

    private RedisCall settle(Settlement settlement) {
        LedgerEntry entry = settlement.entry();
        RedisKeys.OfCampaign of = keys.of(entry.campaignId());
        boolean win = settlement.stored().isWin();
        String prizeAndUnit = settlement.stored().prizeId() + ":" + settlement.stored().unitOrdinal();
        return RedisCall.script(Script.SETTLE, null, new byte[][] {of.player(entry.player()), of.taken(), of.ledger()},
                bytes(entry.entryId()), bytes(entry.number()), bytes(win ? "W:" + prizeAndUnit : ResultCode.write(new DrawResult.Loss())),
                win ? bytes(prizeAndUnit + ":" + settlement.stored().drawnAtMs()) : NOTHING, bytes(entry.prizeId()),
                bytes(settlement.givesPlaceBack() ? 1 : 0));
    }

    @Override
    public Page read(int campaignId, String afterId, long minimumAge, int most) throws Unavailable {
        byte[] from = afterId == null ? bytes("-") : bytes("(" + afterId);
        byte[] to = minimumAge == 0 ? bytes("+") : bytes(clock.now() - minimumAge);
        List<?> entries = (List<?>) await(calls.send(RedisCall.of(Protocol.Command.XRANGE, keys.of(campaignId).ledger(), from, to,
                bytes("COUNT"), bytes(most))));
        List<LedgerEntry> readable = new ArrayList<>(entries.size());
        String lastId = null;
        for (Object item : entries) {
            lastId = text(((List<?>) item).get(0));
            parse(campaignId, lastId, (List<?>) ((List<?>) item).get(1)).ifPresent(readable::add);
        }
        return new Page(readable, lastId);
    }

    /** An entry of a version that this one does not know is left alone: a newer WAR wrote it, and will write it down. */
    private static Optional<LedgerEntry> parse(int campaignId, String id, List<?> fields) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            values.put(text(fields.get(i)), text(fields.get(i + 1)));
        }
        if (!"1".equals(values.get("v"))) {
            return Optional.empty();
        }
        try {
            return PlayerId.parse(values.get("p")).map(player -> new LedgerEntry(campaignId, id, player,
                    Integer.parseInt(values.get("n")), Integer.parseInt(values.get("k")), "1".equals(values.get("f"))));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    @Override
    public void bury(LedgerEntry entry, String reason) throws Unavailable {
        RedisKeys.OfCampaign of = keys.of(entry.campaignId());
        await(calls.send(RedisCall.script(Script.BURY, null, new byte[][] {of.ledger(), of.dead()}, bytes(entry.entryId()), bytes(reason))));
    }

    @Override
    public boolean holdSweeperLease(int campaignId, String holder, long millis) throws Unavailable {
        return 1L == (Long) await(calls.send(RedisCall.script(Script.LEASE, null, new byte[][] {keys.of(campaignId).sweeper()},
                bytes(holder), bytes(millis))));
    }

    @Override
    public Backlog backlog(int campaignId) throws Unavailable {
        RedisKeys.OfCampaign of = keys.of(campaignId);
        CompletableFuture<Object> entries = calls.send(RedisCall.of(Protocol.Command.XLEN, of.ledger()));
        CompletableFuture<Object> dead = calls.send(RedisCall.of(Protocol.Command.XLEN, of.dead()));
        CompletableFuture<Object> oldest = calls.send(RedisCall.of(Protocol.Command.XRANGE, of.ledger(), bytes("-"), bytes("+"),
                bytes("COUNT"), bytes(1)));
        List<?> first = (List<?>) await(oldest);
        long age = first.isEmpty() ? 0 : Math.max(0, clock.now() - millisOf(text(((List<?>) first.get(0)).get(0))));
        return new Backlog((Long) await(entries), (Long) await(dead), age);
    }

    private static long millisOf(String entryId) {
        return Long.parseLong(entryId.substring(0, entryId.indexOf('-')));
    }

    private static Object await(CompletableFuture<Object> reply) throws Unavailable {
        try {
            return Replies.await(reply);
        } catch (Admissions.Unavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
    }
}
