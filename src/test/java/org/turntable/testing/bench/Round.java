package org.turntable.testing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.turntable.testing.load.LoadProcess;
import org.turntable.testing.load.LoadResult;
import org.turntable.testing.load.LoadSettings;

/**
 * Runs single rounds: load from a separate process, then a count on both databases one second after its last answer.
 */
final class Round {
    private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BenchSystem system;
    private int nextPlayer;
    /** Turntable's rate in the last round, to give the next one as many players as it needs. */
    private double lastRate = 4_000;

    Round(BenchSystem system) {
        this.system = system;
    }

    /** Fresh players, as fast as they can be answered. */
    Measurement peak(Way way, int connections, long warmUpMillis, long measureMillis) throws Exception {
        Measurement one = run(
                way,
                connections,
                warmUpMillis,
                measureMillis,
                0,
                playersFor(way, warmUpMillis + measureMillis),
                () -> {});
        if (!way.isYardstick()) {
            lastRate = one.perSecond();
        }
        return one;
    }

    /**
     * Players that have not drawn yet; at full speed each will draw four times in that time, as in 200,000 draws of
     * 50,000 players.
     */
    private JsonNode playersFor(Way way, long millis) {
        if (way.isYardstick()) {
            return way.rows() == null ? way.script() : way.scriptFor(0, Way.USUAL_PLAYERS, 1, 1);
        }
        return freshPlayers(way, (int) Math.max(1_000, lastRate * millis / 1000 / 4));
    }

    /** So many players of Turntable that have not drawn yet. */
    JsonNode freshPlayers(Way way, int players) {
        int first = nextPlayer;
        nextPlayer += players;
        return way.scriptFor(first, players, 1, 1);
    }

    /**
     * One round.
     *
     * @param rate draws a second, due at constant intervals; 0 for as fast as they are answered
     * @param measuring is run when the measured time begins
     */
    Measurement run(
            Way way,
            int connections,
            long warmUpMillis,
            long measureMillis,
            double rate,
            JsonNode script,
            Runnable measuring)
            throws IOException, InterruptedException, SQLException {
        LoadSettings settings = new LoadSettings(
                "127.0.0.1", system.port(), connections, 1, warmUpMillis, measureMillis, rate, way.family(), script);
        long rowsBefore = way.rows() == null ? 0 : system.count().onBoth(way.rows());
        ServerCounters before = system.counters();
        LoadResult load;
        double diskP99;
        try (DiskProbe disk = new DiskProbe(system.folder())) {
            load = LoadProcess.run(settings, measuring);
            diskP99 = disk.end().percentileMillis(99);
        }
        long ended = System.nanoTime();
        ServerCounters used = system.counters().minus(before);
        long results = load.counts().path("results").asLong();
        if (results == 0) {
            throw new IllegalStateException(way.name() + " gave no result at all, but " + load.counts()
                    + ". The end of the node's log:\n" + system.nodeLog());
        }
        long rows = way.rows() == null ? results : system.count().onBothAt(way.rows(), ended + LAG_NANOS) - rowsBefore;
        return Measurement.of(load, results, rows, used, diskP99);
    }

    /**
     * Fresh players against a database that answers nothing: no row is counted, and every result must still be settled
     * later.
     */
    Measurement whileDatabaseIsAway(Way way, long measureMillis) throws IOException, InterruptedException {
        LoadResult load = LoadProcess.run(
                new LoadSettings(
                        "127.0.0.1",
                        system.port(),
                        BenchSettings.MIDDLE,
                        1,
                        0,
                        measureMillis,
                        0,
                        way.family(),
                        playersFor(way, measureMillis)),
                () -> {});
        lastRate = load.answersPerSecond();
        long results = load.counts().path("results").asLong();
        return Measurement.of(load, results, results, new ServerCounters(0, 0, 0), 0);
    }
}
