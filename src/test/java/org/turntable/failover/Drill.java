package org.turntable.failover;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.MariaDbPools;
import org.turntable.promises.Campaigning;
import org.turntable.stack.Await;
import org.turntable.stack.MariaDbBinaries;
import org.turntable.stack.MariaDbPair;
import org.turntable.stack.WatchedPair;
import org.turntable.stack.Workspace;

/** One watched pair, clients who draw all the time, and one fault after the other: the pair is whole again after each. */
final class Drill implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    private static final int CLIENTS = 3;
    private static final int UNITS = 60_000;

    private final Workspace workspace = Workspace.temporary("failover");
    private final WatchedPair watched;
    private final Medians medians;
    private final Random random;
    private final Optional<SmallDisk> smallDisk;
    private Winners winners;
    private RecordOnDisk record;
    private int campaignId;

    Drill(MariaDbBinaries binaries, long seed, Medians medians) {
        MariaDbPair pair = new MariaDbPair(workspace.path(), binaries);
        smallDisk = SmallDisk.mount(workspace.folder("small-disk"));
        smallDisk.ifPresent(disk -> pair.primary().onDisk(disk.path()));
        watched = new WatchedPair(pair, workspace.path());
        random = new Random(seed);
        this.medians = medians;
    }

    Drill start() {
        // The pool and the driver tell of every broken connection; here there are thousands.
        for (String loud : List.of("com.zaxxer.hikari", "org.mariadb.jdbc")) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(loud)).setLevel(ch.qos.logback.classic.Level.OFF);
        }
        watched.start();
        try (HikariDataSource migration = MariaDbPools.forTool(access(MariaDbPair.MIGRATION_USER, watched.pair().migrationPassword()))) {
            Flyway.configure().dataSource(migration).load().migrate();
        }
        campaignId = Campaigning.open(watched.pair(), Campaigning.onePrize("drill", UNITS, 100, 1_000_000, 1_000_000));
        int prizeId = Integer.parseInt(watched.writer().ask("SELECT id FROM turntable.prize WHERE campaign_id = " + campaignId));
        record = new RecordOnDisk(workspace.path().resolve("record.txt"));
        winners = new Winners(MariaDbPools.forNode(access(MariaDbPair.APPLICATION_USER, watched.pair().applicationPassword()), "winners", CLIENTS + 1,
                MariaDbPools.NODE_ANSWER), record, campaignId, prizeId, CLIENTS);
        return this;
    }

    /** Whether there is a whole pair and somebody who draws. */
    boolean isStarted() {
        return winners != null;
    }

    private MariaDbPools.Access access(String user, String password) {
        return new MariaDbPools.Access(List.of(watched.pair().hosts().split(",")), MariaDbPair.DATABASE, user, password);
    }

    /** Strikes at a random moment, waits until all is well again, and compares both servers with what clients were told. */
    void run(String name, Faults.Fault fault) throws Exception {
        watched.awaitWhole();
        long begun = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
        fault.strike(new Faults(this));
        watched.awaitWhole();
        winners.whileNobodyDraws(() -> {
            watched.awaitWhole();
            new Comparison(watched.writer(), watched.replica(), campaignId, winners, record).holds();
        });
        System.out.printf("%-60s %5.1f s, %d unknown so far%n", name, (System.nanoTime() - begun) / 1e9, winners.unknowns());
    }

    /** Waits until somebody is answered again, and keeps for how long nobody was. */
    void measure(String what, long from) {
        Await.until("somebody is answered after " + what, SOON, () -> winners.answeredSince(from) && winners.longestPauseSince(from) > 0
                && winners.answeredSince(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(200)) && System.nanoTime() - from > 0 && settled(from));
        medians.measured(what, winners.longestPauseSince(from));
    }

    /** Answers flow again once there were some in the last moment and the pause of the fault is behind. */
    private boolean settled(long from) {
        long now = System.nanoTime();
        return now - from > TimeUnit.MILLISECONDS.toNanos(700) && winners.longestPauseSince(now - TimeUnit.MILLISECONDS.toNanos(400)) < 300;
    }

    WatchedPair watched() {
        return watched;
    }

    Winners winners() {
        return winners;
    }

    Medians medians() {
        return medians;
    }

    Random random() {
        return random;
    }

    /** The disk of the first primary, which can be filled; empty where nobody may mount one. */
    Optional<SmallDisk> smallDisk() {
        return smallDisk;
    }

    Path folder() {
        return workspace.path();
    }

    String journal() {
        return watched.journal();
    }

    @Override
    public void close() throws IOException {
        Files.writeString(Path.of("target", "failover-journal-" + watched.pair().primary().port() + ".log"), watched.wholeJournal());
        if (winners != null) {
            winners.close();
            record.close();
        }
        watched.close();
        smallDisk.ifPresent(SmallDisk::close);
        workspace.close();
    }
}
