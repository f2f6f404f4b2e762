package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.campaign.ReleaseLine;
import org.turntable.draw.Admission;
import org.turntable.draw.Admissions;
import org.turntable.draw.DrawRefusal;
import org.turntable.draw.Epoch;
import org.turntable.draw.PlayerHistory;
import org.turntable.draw.PlayerState;
import org.turntable.ledger.DrawEntry;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisClock;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.RunIdChangedException;

/** Admissions by the scripts draw.lua, view.lua and seed.lua; one call each. */
public final class RedisAdmissions implements Admissions {
    private static final byte[][] NO_CANDIDATE = {};
    /** A high-water mark that is always reached: repeated draws are still answered. */
    private static final long REFUSE_NEW_DRAWS = 0;

    private final RedisPipeline calls;
    private final RedisKeys keys;
    private final RedisClock clock;
    private final RedisMemory memory;
    private final KnownEntries known;
    private final PlanArguments.Cache plans;
    private final PlanArguments.Cache plansAtMemoryMark = new PlanArguments.Cache(REFUSE_NEW_DRAWS);
    /**
     * By campaign, the time by which the script decided when it refused the day of a call; later than Redis's clock if
     * that was put back.
     */
    private final Map<Integer, Long> decidingTimes = new ConcurrentHashMap<>();

    private final long deadlineMs;
    private final byte[] highWater;

    /**
     * @param memory decides whether new draws are refused for want of memory
     * @param known receives the entry of each draw before it is answered
     * @param deadlineMs a draw that Redis receives more than this many milliseconds after its creation is refused
     * @param highWater entries in the ledger's stream from which on draws are refused as busy
     */
    RedisAdmissions(
            RedisPipeline calls,
            RedisKeys keys,
            RedisClock clock,
            RedisMemory memory,
            KnownEntries known,
            long deadlineMs,
            long highWater) {
        this.calls = calls;
        this.keys = keys;
        this.clock = clock;
        this.memory = memory;
        this.known = known;
        this.deadlineMs = deadlineMs;
        this.highWater = bytes(highWater);
        this.plans = new PlanArguments.Cache(highWater);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public CompletableFuture<Admission> admit(
            Campaign campaign, PlayerId player, int number, Prize candidate, Epoch epoch) {
        RedisKeys.OfCampaign of = keys.of(campaign.id());
        long now = clock.now();
        PlanArguments plan = (memory.isAboveHighWater() ? plansAtMemoryMark : plans)
                .of(campaign, Math.max(now, decidingTimes.getOrDefault(campaign.id(), 0L)));
        byte[][] common = {
            bytes(now + deadlineMs),
            bytes(epoch.number()),
            plan.version(),
            plan.state(),
            plan.dayNumber(),
            plan.terms(),
            bytes(number),
            bytes(player.toString())
        };
        PipelinedCommand call = PipelinedCommand.script(
                LuaScript.DRAW,
                epoch.runId(),
                new byte[][] {of.head(), of.player(player), of.taken(), of.ledger()},
                join(
                        common,
                        candidate == null
                                ? NO_CANDIDATE
                                : new byte[][] {
                                    bytes(candidate.id()),
                                    bytes(candidate.perPlayerLimit()),
                                    bytes(candidate.stock()),
                                    releaseInUnits(candidate)
                                }));
        return answer(call).thenApply(reply -> {
            if (reply.size() > 2 && "day".equals(text(reply.get(0)))) {
                decidingTimes.put(campaign.id(), (Long) reply.get(2));
            }
            switch (text(reply.get(0))) {
                case "loss", "candidate" -> known.add(campaign.id(), epoch.number(), text(reply.get(4)));
                case "repeat" -> known.add(campaign.id(), epoch.number(), text(reply.get(5)));
                default -> {}
            }
            return admission(new DrawKey(campaign.id(), player, number), reply);
        });
    }

    @Override
    public CompletableFuture<View> view(Campaign campaign, PlayerId player, Epoch epoch) {
        RedisKeys.OfCampaign of = keys.of(campaign.id());
        PipelinedCommand call = PipelinedCommand.script(
                LuaScript.VIEW,
                epoch.runId(),
                new byte[][] {of.head(), of.player(player), of.ledger()},
                bytes(epoch.number()),
                bytes(player.toString()),
                PlanArguments.expiry(campaign),
                memory.isAboveHighWater() ? bytes(REFUSE_NEW_DRAWS) : highWater);
        return answer(call).thenApply(reply -> switch (text(reply.get(0))) {
            case "ok" -> new View(state((List<?>) reply.get(2)), null);
            case "load" -> new View(null, Admission.Stale.LOAD);
            default -> new View(null, Admission.Stale.EPOCH);
        });
    }

    @Override
    public CompletableFuture<Boolean> seed(
            Campaign campaign, PlayerId player, Epoch epoch, PlayerHistory.History history) {
        RedisKeys.OfCampaign of = keys.of(campaign.id());
        List<byte[]> arguments = new ArrayList<>(List.of(
                bytes(epoch.number()),
                bytes(player.toString()),
                PlanArguments.expiry(campaign),
                bytes(history.known() ? 1 : 0),
                bytes(history.number()),
                bytes(ResultCode.write(history.last())),
                bytes(history.day().number()),
                bytes(history.usedToday()),
                bytes(history.block().revision()),
                bytes(history.block().blocked() ? 1 : 0)));
        Map<Integer, Integer> got = new HashMap<>();
        for (PlayerState.Win win : history.wins()) {
            arguments.add(bytes("win:" + win.number()));
            arguments.add(bytes(win.prizeId() + ":" + win.unitOrdinal() + ":" + win.drawnAtMs()));
            got.merge(win.prizeId(), 1, Integer::sum);
        }
        got.forEach((prizeId, count) -> {
            arguments.add(bytes("got:" + prizeId));
            arguments.add(bytes(count));
        });
        PipelinedCommand call = PipelinedCommand.script(
                LuaScript.SEED,
                epoch.runId(),
                new byte[][] {of.head(), of.player(player), of.ledger()},
                arguments.toArray(byte[][]::new));
        return answer(call).thenApply(reply -> "ok".equals(text(reply.get(0))));
    }

    /**
     * Every reply starts with a code and Redis's time. A call for another run id is answered like a call of another
     * epoch.
     */
    private CompletableFuture<List<?>> answer(PipelinedCommand call) {
        return calls.send(call).handle((reply, failed) -> {
            if (failed instanceof RunIdChangedException) {
                return List.of(bytes("epoch"), clock.now());
            }
            if (failed instanceof RuntimeException unavailable) {
                throw unavailable;
            }
            List<?> list = (List<?>) reply;
            clock.observe((Long) list.get(1));
            return list;
        });
    }

    private static Admission admission(DrawKey key, List<?> reply) {
        String code = text(reply.get(0));
        return switch (code) {
            case "loss" -> admitted(reply, DrawEntry.loss(key, text(reply.get(4)), isFirstVisit(reply)));
            case "candidate" ->
                admitted(
                        reply,
                        DrawEntry.candidate(
                                key, text(reply.get(4)), ((Long) reply.get(6)).intValue(), isFirstVisit(reply)));
            case "repeat" ->
                new Admission.Repeated(((Long) reply.get(3)).intValue(), ResultCode.read(text(reply.get(4))));
            case "epoch", "plan", "day", "load" -> Admission.Stale.valueOf(code.toUpperCase(Locale.ROOT));
            case "late" -> new Admission.Refused(DrawRefusal.BUSY);
            default -> new Admission.Refused(DrawRefusal.valueOf(code.toUpperCase(Locale.ROOT)));
        };
    }

    private static Admission admitted(List<?> reply, DrawEntry entry) {
        return new Admission.Admitted(((Long) reply.get(3)).intValue(), entry);
    }

    private static boolean isFirstVisit(List<?> reply) {
        return (Long) reply.get(5) == 1;
    }

    private static PlayerState state(List<?> hash) {
        if (hash.isEmpty()) {
            return PlayerState.NEW;
        }
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < hash.size(); i += 2) {
            fields.put(text(hash.get(i)), text(hash.get(i + 1)));
        }
        List<PlayerState.Win> wins = new ArrayList<>();
        fields.forEach((field, value) -> {
            if (field.startsWith("win:")) {
                String[] parts = value.split(":");
                wins.add(new PlayerState.Win(
                        Integer.parseInt(field.substring(4)),
                        Integer.parseInt(parts[0]),
                        Integer.parseInt(parts[1]),
                        Long.parseLong(parts[2])));
            }
        });
        wins.sort(Comparator.comparingInt(PlayerState.Win::number));
        return new PlayerState(
                Integer.parseInt(fields.get("number")),
                Integer.parseInt(fields.get("today")),
                Long.parseLong(fields.get("day")),
                ResultCode.read(fields.get("result")),
                wins);
    }

    private static byte[][] join(byte[][] first, byte[][] second) {
        byte[][] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] releaseInUnits(Prize prize) {
        StringBuilder line = new StringBuilder();
        for (ReleaseLine.Point point : prize.release().points()) {
            line.append(line.isEmpty() ? "" : ",")
                    .append(point.at().toEpochMilli())
                    .append(',')
                    .append(prize.stock() * point.sharePpm() / ReleaseLine.WHOLE);
        }
        return line.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
