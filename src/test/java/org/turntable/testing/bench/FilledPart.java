package org.turntable.testing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.turntable.testing.stack.Await;

/**
 * Latency at half of the peak, requests due at constant intervals: on an empty system, then with a million players and
 * a million draws there, then while Redis rewrites its append-only file with all of them.
 */
final class FilledPart {
    private static final int FILLED = 1_000_000;
    private static final int STRIDE = 10;
    /**
     * Few enough that all have drawn once before the measured time: their first visits are over, as are those of the
     * million.
     */
    private static final int EMPTY_PLAYERS = 8_000;

    private static final int FIRST_FILLED = 1_000_000_000;

    private final BenchSystem system;
    private final BenchSettings settings;
    private final Round round;
    private final Filling filling;
    private final Way way;
    private int filledRound;
    private int nextNumber;

    FilledPart(BenchSystem system, BenchSettings settings, Round round) {
        this.system = system;
        this.settings = settings;
        this.round = round;
        this.way = system.turntable();
        this.filling = new Filling(system, new MintedCredentials(way.script().get("credentialSettings")));
    }

    /**
     * Runs the parts that the settings select.
     *
     * @param peak draws a second; 0 where it was not measured and must be found first
     */
    void run(double peak) throws Exception {
        double half = (peak > 0 ? peak : quickPeak()) / 2;
        Table table = new Table(
                "Turntable",
                "connections",
                "draws/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "longest ms",
                "disk p99 ms",
                "p99 to the empty one");
        double empty = 0;
        filling.empty();
        // As before the million: the purge after the deletion must not be measured as an empty system.
        system.settleDisk();
        if (settings.has(BenchSettings.Part.FILLED)) {
            List<Measurement> rounds = new ArrayList<>();
            for (int i = 0; i < settings.rounds(); i++) {
                rounds.add(constantRate(
                        half, round.freshPlayers(way, EMPTY_PLAYERS), () -> {}, "empty system, half of the peak"));
            }
            empty = Measurement.median(rounds, one -> one.load().p99());
            row(table, "half of the peak, empty system", rounds, empty);
        }
        Progress.say("filling: a million players, a million draws");
        filling.empty();
        nextNumber = filling.fill(FIRST_FILLED, FILLED);
        system.settleDisk();
        Progress.say(
                "filled: Redis holds " + system.draws().dbSize() + " keys, " + system.drawsInfo("used_memory_human"));
        if (settings.has(BenchSettings.Part.FILLED)) {
            List<Measurement> rounds = new ArrayList<>();
            for (int i = 0; i < settings.rounds(); i++) {
                rounds.add(constantRate(half, filledPlayers(), () -> {}, "a million there, half of the peak"));
            }
            row(table, "half of the peak, a million there", rounds, empty);
            row(table, "maximum rate, a million there", List.of(fast(() -> {}, "a million there, maximum rate")), 0);
        }
        if (settings.has(BenchSettings.Part.REWRITE)) {
            Measurement slow = constantRate(half, filledPlayers(), this::rewrite, "AOF rewrite, half of the peak");
            row(table, "half of the peak, AOF rewrite", List.of(slow), empty);
            awaitRewrite();
            row(table, "maximum rate, AOF rewrite", List.of(fast(this::rewrite, "AOF rewrite, maximum rate")), 0);
            awaitRewrite();
        }
        System.out.println(
                "\nA million players and draws, and a rewrite of Redis's log; at half of the peak latency counts "
                        + "from when a draw\n"
                        + "was due, and every player has been there before\n\n" + table);
    }

    private double quickPeak() throws Exception {
        Progress.say("warming up");
        round.peak(way, BenchSettings.MIDDLE, 1000, 9000);
        return round.peak(way, BenchSettings.MIDDLE, 1000, settings.seconds() * 1000L)
                .perSecond();
    }

    private Measurement constantRate(double rate, JsonNode players, Runnable measuring, String what) throws Exception {
        long warmUp = 1500 + (long) (EMPTY_PLAYERS / rate * 1000);
        return told(
                what,
                round.run(way, BenchSettings.MIDDLE, warmUp, settings.seconds() * 1000L, rate, players, measuring));
    }

    private Measurement fast(Runnable measuring, String what) throws Exception {
        return told(
                what,
                round.run(way, BenchSettings.MIDDLE, 1500, settings.seconds() * 1000L, 0, filledPlayers(), measuring));
    }

    private static Measurement told(String what, Measurement one) {
        Progress.say(String.format(
                Locale.ROOT,
                "%s: %,.0f draws/s, p50 %s ms, p90 %s ms, p99 %s ms, a sync of the disk p99 %s ms  %s",
                what,
                one.perSecond(),
                Progress.millis(one.load().p50()),
                Progress.millis(one.load().p90()),
                Progress.millis(one.load().p99()),
                Progress.millis(one.diskP99()),
                one.remarks()));
        return one;
    }

    /** A tenth of the million, another one each time, all over the tables. */
    private JsonNode filledPlayers() {
        int offset = filledRound % STRIDE;
        int number = nextNumber;
        if (++filledRound > STRIDE) {
            throw new IllegalStateException(
                    "every player of the million has drawn: -Dbench.rounds is too high for this part");
        }
        return way.scriptFor(FIRST_FILLED + offset, FILLED / STRIDE, STRIDE, number);
    }

    private void rewrite() {
        Progress.say("BGREWRITEAOF: " + system.rewriteDrawsLog());
    }

    private void awaitRewrite() {
        Await.until(
                "Redis has rewritten its log",
                Duration.ofMinutes(1),
                () -> "0".equals(system.drawsInfo("aof_rewrite_in_progress")));
        Progress.say("the rewrite took " + system.drawsInfo("aof_last_rewrite_time_sec") + " s");
    }

    private static void row(Table table, String what, List<Measurement> rounds, double empty) {
        double p99 = Measurement.median(rounds, one -> one.load().p99());
        table.row(
                what,
                Integer.toString(BenchSettings.MIDDLE),
                String.format(Locale.ROOT, "%,.0f", Measurement.perSecond(rounds)),
                Progress.millis(Measurement.median(rounds, one -> one.load().p50())),
                Progress.millis(p99),
                Progress.millis(Measurement.median(rounds, one -> one.load().p999())),
                Progress.millis(Measurement.median(rounds, one -> one.load().longest())),
                Progress.millis(Measurement.median(rounds, Measurement::diskP99)),
                empty > 0 ? String.format(Locale.ROOT, "%.2f", p99 / empty) : "-");
    }
}
