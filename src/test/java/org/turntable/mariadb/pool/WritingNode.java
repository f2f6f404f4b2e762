package org.turntable.mariadb.pool;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.ledger.Entries;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.ledger.LedgerSettings;
import org.turntable.ledger.LedgerStream;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.player.Players;
import org.turntable.testing.load.LoadProcess;

/** A process with a node's pool, store, breaker and ledger, that has draws to write all the time; made to be killed. */
final class WritingNode implements AutoCloseable {
    static final int POOL_SIZE = 4;
    private static final String WRITES = "writes";
    private static final String ASKED = "asked";
    private static final int CAMPAIGN = 7;

    private final Process child;
    private final BufferedReader lines;

    /** Starts one; it goes on by itself. */
    WritingNode(MariaDbPools.Access access, int number) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-cp",
                LoadProcess.classPathEntries().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                WritingNode.class.getName(),
                String.join(",", access.hosts()),
                access.database(),
                access.user(),
                Integer.toString(number));
        builder.environment().put("DATABASE_PASSWORD", access.password());
        try {
            child = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns when the database has acknowledged something to it. */
    WritingNode awaitWrites() {
        return await(WRITES);
    }

    /**
     * Returns when it has asked the database whether it takes writes, whatever came of that, and has had draws to write
     * for a second.
     */
    WritingNode awaitAsked() {
        return await(ASKED);
    }

    private WritingNode await(String word) {
        try {
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.equals(word)) {
                    return this;
                }
            }
            throw new AssertionError("the node ended with " + child.waitFor() + " before it said " + word);
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    void kill9() {
        child.destroyForcibly();
        try {
            child.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill9();
    }

    /** The child's side; it ends by itself after two minutes. */
    public static void main(String[] arguments) throws Exception {
        int number = Integer.parseInt(arguments[3]);
        NodePool pool = MariaDbPools.forNode(
                new MariaDbPools.Access(
                        List.of(arguments[0].split(",")),
                        arguments[1],
                        arguments[2],
                        System.getenv("DATABASE_PASSWORD")),
                "node-" + number,
                POOL_SIZE,
                MariaDbPools.NODE_ANSWER);
        CircuitBreaker breaker = CircuitBreaker.unproven(Duration.ofMillis(500), System::nanoTime);
        Ledger ledger = new Ledger(
                new MariaDbLedgerStore(pool, "node-" + number),
                new NoLog(),
                breaker,
                new LedgerSettings(
                        100,
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        100),
                new LedgerMetrics(new PrometheusRegistry()),
                new UnwrittenDraws(1 << 20));
        ledger.start();
        long begun = System.nanoTime();
        boolean asked = false;
        boolean written = false;
        for (int draw = 1; System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(2); draw++) {
            ledger.record(Entries.entry(CAMPAIGN, "1790000000000-0", Players.player(number), draw, 0));
            if (!written && draw >= 50 && breaker.isClosed()) {
                written = true;
                System.out.println(WRITES);
            }
            if (!asked && System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(1)) {
                asked = true;
                System.out.println(ASKED);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        }
    }

    /** What is settled here is settled nowhere: the rows in MariaDB are what counts. */
    private static final class NoLog implements LedgerStream {
        @Override
        public void settle(List<Settlement> settlements) {
            // Nobody reads it.
        }

        @Override
        public Page read(int campaignId, String afterId, String untilId, int most) {
            return new Page(List.of(), null);
        }

        @Override
        public void moveToDeadLetters(LedgerEntry entry, String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public boolean holdSweeperLease(int campaignId, String holder, long millis) {
            return false;
        }

        @Override
        public void releaseSweeperLease(int campaignId, String holder) {
            // It is never held.
        }

        @Override
        public boolean holdOverdueLease(int campaignId, String holder, long millis) {
            return false;
        }

        @Override
        public void releaseOverdueLease(int campaignId, String holder) {
            // It is never held.
        }

        @Override
        public Backlog backlog(int campaignId) {
            return new Backlog(0, 0, 0, null, null, 0);
        }
    }
}
