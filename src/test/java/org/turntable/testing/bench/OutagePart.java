package org.turntable.testing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.turntable.testing.stack.Await;

/**
 * A long outage of MariaDB at the full rate of draws. The primary is killed and the load continues for
 * {@code -Dbench.outage.minutes}; each slice reports the draws, the refusals and the memory of every process. It must
 * end in "busy" at the high-water mark of the stream, no memory may grow without a bound, and every draw that was
 * answered must be on both databases afterwards.
 */
final class OutagePart {
    private static final int SLICE_SECONDS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final BenchSystem system;
    private final BenchSettings settings;
    private final Round round;

    OutagePart(BenchSystem system, BenchSettings settings, Round round) {
        this.system = system;
        this.settings = settings;
        this.round = round;
    }

    void run() throws Exception {
        Way way = system.turntable();
        Await.until("the ledger has written everything", LIMIT, () -> system.backlog() == 0);
        long before = system.count().onBoth(way.rows());
        Table table = new Table(
                "minute",
                "draws/s",
                "busy/s",
                "other answers",
                "p99 ms",
                "entries wait",
                "node MB",
                "Redis MB",
                "replica MB");
        long results = 0;
        system.databases().primary().kill9();
        Progress.say("MariaDB's primary is killed; draws continue for " + settings.outageMinutes() + " minutes");
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(settings.outageMinutes());
        for (int slice = 1; System.nanoTime() < end; slice++) {
            Measurement one = round.whileDatabaseIsAway(way, SLICE_SECONDS * 1000L);
            results += one.results();
            long busy = one.load().counts().path("HTTP 503 busy").asLong();
            String[] row = {
                String.format(Locale.ROOT, "%.1f", slice * SLICE_SECONDS / 60.0),
                number((double) one.results() / SLICE_SECONDS),
                number((double) busy / SLICE_SECONDS),
                number(one.load().allRequests() - one.results() - busy),
                Progress.millis(one.load().p99()),
                number(system.backlog()),
                number(residentMegabytes(system.nodePid())),
                number(Long.parseLong(system.drawsInfo("used_memory")) >> 20),
                number(residentMegabytes(system.databases().replica().pid()))
            };
            table.row(row);
            Progress.say(String.join("  ", row));
        }
        system.reopenPrimary();
        long back = System.nanoTime();
        Progress.say(String.format(
                Locale.ROOT, "MariaDB is back; %,d draws wait in %,d entries", results, system.backlog()));
        Await.until("the ledger has written everything", LIMIT, () -> system.backlog() == 0);
        double seconds = (System.nanoTime() - back) / 1e9;
        system.databases().awaitReplicaCaughtUp(LIMIT);
        long lost = results - (system.count().onBoth(way.rows()) - before);
        System.out.println("\nAn outage of MariaDB of " + settings.outageMinutes()
                + " minutes at the full rate of draws\n\n" + table
                + String.format(
                        Locale.ROOT,
                        "%n%,d draws answered, in MariaDB %.1f s after it was back; lost: %d%n",
                        results,
                        seconds,
                        lost));
    }

    private static long residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
