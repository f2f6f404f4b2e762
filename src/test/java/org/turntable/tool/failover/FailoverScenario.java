package org.turntable.tool.failover;

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
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.MariaDbBinaries;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.tool.mariadb.schema.Migrations;

/**
 * One pair under the agent, clients that draw all the time, and one fault after the other. After each fault the pair
 * must be complete again.
 */
final class FailoverScenario implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    private static final int CLIENTS = 3;
    private static final int UNITS = 60_000;

    private final Workspace workspace = Workspace.temporary("failover");
    private final FailoverPair failoverPair;
    private final RecoveryTimes recoveryTimes;
    private final Random random;
    private final Optional<SmallDisk> smallDisk;
    private WinningClients clients;
    private AnswerLog answerLog;
    private int campaignId;

    FailoverScenario(MariaDbBinaries binaries, long seed, RecoveryTimes recoveryTimes) {
        MariaDbPair pair = new MariaDbPair(workspace.path(), binaries);
        smallDisk = SmallDisk.mount(workspace.folder("small-disk"));
        smallDisk.ifPresent(disk -> pair.primary().onDisk(disk.path()));
        failoverPair = new FailoverPair(pair, workspace.path());
        random = new Random(seed);
        this.recoveryTimes = recoveryTimes;
    }

    FailoverScenario start() {
        // The pool and the driver log every broken connection; this test has thousands.
        for (String loud : List.of("com.zaxxer.hikari", "org.mariadb.jdbc")) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(loud)).setLevel(ch.qos.logback.classic.Level.OFF);
        }
        failoverPair.start();
        try (HikariDataSource migration = MariaDbPools.forTool(
                access(MariaDbPair.MIGRATION_USER, failoverPair.pair().migrationPassword()))) {
            Migrations.on(migration).load().migrate();
        }
        campaignId = SampleCampaigns.open(
                failoverPair.pair(), SampleCampaigns.onePrize("drill", UNITS, 100, 1_000_000, 1_000_000));
        int prizeId = Integer.parseInt(
                failoverPair.writer().ask("SELECT id FROM turntable.prize WHERE campaign_id = " + campaignId));
        answerLog = new AnswerLog(workspace.path().resolve("record.txt"));
        clients = new WinningClients(
                MariaDbPools.forNode(
                        access(MariaDbPair.APPLICATION_USER, failoverPair.pair().applicationPassword()),
                        "winners",
                        CLIENTS + 1,
                        MariaDbPools.NODE_ANSWER),
                answerLog,
                campaignId,
                prizeId,
                CLIENTS);
        return this;
    }

    /** Whether the pair is complete and clients draw. */
    boolean isStarted() {
        return clients != null;
    }

    private MariaDbPools.Access access(String user, String password) {
        return new MariaDbPools.Access(
                List.of(failoverPair.pair().hosts().split(",")), MariaDbPair.DATABASE, user, password);
    }

    /**
     * Injects a fault at a random moment, waits until the pair is complete again, and compares both servers with the
     * answers that clients received.
     */
    void run(String name, FailoverFaults.Fault fault) throws Exception {
        failoverPair.awaitWhole();
        long begun = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
        fault.inject(new FailoverFaults(this));
        failoverPair.awaitWhole();
        clients.whilePaused(() -> {
            failoverPair.awaitWhole();
            new PairComparison(failoverPair.writer(), failoverPair.replica(), campaignId, clients, answerLog).verify();
        });
        System.out.printf(
                "%-60s %5.1f s, %d unknown results so far%n",
                name, (System.nanoTime() - begun) / 1e9, clients.unknownResults());
    }

    /** Waits until clients receive answers again, and records for how long they received none. */
    void measure(String what, long from) {
        Await.until(
                "clients receive answers after " + what,
                SOON,
                () -> clients.answeredSince(from)
                        && clients.longestPauseSince(from) > 0
                        && clients.answeredSince(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(200))
                        && System.nanoTime() - from > 0
                        && settled(from));
        recoveryTimes.record(what, clients.longestPauseSince(from));
    }

    /** Answers arrive steadily again, and the pause that the fault caused is over. */
    private boolean settled(long from) {
        long now = System.nanoTime();
        return now - from > TimeUnit.MILLISECONDS.toNanos(700)
                && clients.longestPauseSince(now - TimeUnit.MILLISECONDS.toNanos(400)) < 300;
    }

    FailoverPair failoverPair() {
        return failoverPair;
    }

    WinningClients clients() {
        return clients;
    }

    RecoveryTimes recoveryTimes() {
        return recoveryTimes;
    }

    Random random() {
        return random;
    }

    /** The disk of the first primary, which can be filled; empty without the right to mount one. */
    Optional<SmallDisk> smallDisk() {
        return smallDisk;
    }

    Path folder() {
        return workspace.path();
    }

    String journal() {
        return failoverPair.journal();
    }

    @Override
    public void close() throws IOException {
        Files.writeString(
                Path.of(
                        "target",
                        "failover-journal-" + failoverPair.pair().primary().port() + ".log"),
                failoverPair.wholeJournal());
        if (clients != null) {
            clients.close();
            answerLog.close();
        }
        failoverPair.close();
        smallDisk.ifPresent(SmallDisk::close);
        workspace.close();
    }
}
