package org.turntable.testing.bench;

import java.time.Duration;
import java.util.Locale;
import org.turntable.testing.stack.Await;

/** How quickly a backlog reaches MariaDB: the primary is suspended while draws go on, then resumed. */
final class LedgerPart {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final BenchSystem system;
    private final BenchSettings settings;
    private final Round round;

    LedgerPart(BenchSystem system, BenchSettings settings, Round round) {
        this.system = system;
        this.settings = settings;
        this.round = round;
    }

    void run() throws Exception {
        Way way = system.turntable();
        Await.until("the ledger has written everything", LIMIT, () -> system.backlog() == 0);
        long before = system.count().onBoth(way.rows());
        long results = 0;
        system.databases().primary().suspend();
        try {
            Progress.say("MariaDB's primary is suspended; draws continue");
            while (system.backlog() < settings.backlog()) {
                results += pileUp(way);
            }
        } finally {
            system.databases().primary().resume();
        }
        long entries = system.backlog();
        long resumed = System.nanoTime();
        Progress.say(String.format(Locale.ROOT, "MariaDB is back; %,d draws wait in %,d entries", results, entries));
        Await.until("the ledger has written everything", LIMIT, () -> system.backlog() == 0);
        double primarySeconds = (System.nanoTime() - resumed) / 1e9;
        system.databases().awaitReplicaCaughtUp(LIMIT);
        double bothSeconds = (System.nanoTime() - resumed) / 1e9;
        long rows = system.count().onBoth(way.rows()) - before;
        Table table = new Table(
                        "draws piled up",
                        "stream entries",
                        "s to the primary",
                        "s to both",
                        "draws/s drained",
                        "entries/s drained",
                        "draws lost")
                .row(
                        number(results),
                        number(entries),
                        Progress.millis(primarySeconds),
                        Progress.millis(bothSeconds),
                        number(results / primarySeconds),
                        number(entries / primarySeconds),
                        number(results - rows));
        System.out.println(
                "\nThe ledger after an outage of MariaDB (an entry is a draw or a player's first visit: a row "
                        + "either way)\n\n"
                        + table);
    }

    private long pileUp(Way way) throws Exception {
        Measurement one = round.whileDatabaseIsAway(way, settings.seconds() * 2000L);
        Progress.say(String.format(
                Locale.ROOT,
                "without MariaDB: %,.0f draws/s, p99 %s ms, %,d entries wait  %s",
                one.load().answersPerSecond(),
                Progress.millis(one.load().p99()),
                system.backlog(),
                one.remarks()));
        return one.results();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
