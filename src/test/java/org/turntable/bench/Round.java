package org.turntable.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.turntable.load.LoadProcess;
import org.turntable.load.LoadResult;
import org.turntable.load.LoadSettings;

/** Runs single rounds: load from a process of its own, then a look at both databases one second after its last answer. */
final class Round {
    private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BenchSystem system;
    private int nextPlayer;

    Round(BenchSystem system) {
        this.system = system;
    }

    /** Fresh players, as fast as they can be answered. */
    Measurement peak(Way way, int connections, long warmUpMillis, long measureMillis) throws Exception {
        return run(way, connections, warmUpMillis, measureMillis, 0, freshPlayers(way, Way.PLAYERS), () -> { });
    }

    /** Settings for a run with players that have not drawn yet; the usual way's players are there from the start. */
    JsonNode freshPlayers(Way way, int players) {
        if (way.rows() == null) {
            return way.script();
        }
        boolean signedInBefore = way.script().path("path").asText().startsWith("/yardstick");
        int first = signedInBefore ? 0 : nextPlayer;
        nextPlayer += signedInBefore ? 0 : players;
        return way.scriptFor(first, players, 1, 1);
    }

    /**
     * One round.
     *
     * @param rate draws a second, due at constant intervals; 0 for as fast as they are answered
     * @param measuring is run when the measured time begins
     */
    Measurement run(Way way, int connections, long warmUpMillis, long measureMillis, double rate, JsonNode script, Runnable measuring)
            throws IOException, InterruptedException, SQLException {
        LoadSettings settings = new LoadSettings("127.0.0.1", system.port(), connections, 1, warmUpMillis, measureMillis, rate,
                way.family(), script);
        long rowsBefore = way.rows() == null ? 0 : system.count().onBoth(way.rows());
        ServerCounters before = system.counters();
        LoadResult load = LoadProcess.run(settings, measuring);
        long ended = System.nanoTime();
        ServerCounters used = system.counters().minus(before);
        long results = load.counts().path("results").asLong();
        if (results == 0) {
            throw new IllegalStateException(way.name() + " gave no result at all, but " + load.counts() + ". The end of the node's log:\n" + system.nodeLog());
        }
        long rows = way.rows() == null ? results : system.count().onBothAt(way.rows(), ended + LAG_NANOS) - rowsBefore;
        return Measurement.of(load, results, rows, used);
    }

    /** Fresh players against a database that answers nothing: no row is counted, and every result must still be settled later. */
    Measurement whileDatabaseIsAway(Way way, long measureMillis) throws IOException, InterruptedException {
        LoadResult load = LoadProcess.run(new LoadSettings("127.0.0.1", system.port(), BenchSettings.MIDDLE, 1, 0, measureMillis, 0,
                way.family(), freshPlayers(way, Way.PLAYERS)), () -> { });
        long results = load.counts().path("results").asLong();
        return Measurement.of(load, results, results, new ServerCounters(0, 0, 0));
    }
}
