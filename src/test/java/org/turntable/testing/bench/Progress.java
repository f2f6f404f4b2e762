package org.turntable.testing.bench;

import java.util.Locale;

/** One line for each thing that has been done, with the seconds since the start. */
public final class Progress {
    private static final long START = System.nanoTime();

    private Progress() {}

    /** Prints the line. */
    public static void say(String line) {
        System.out.printf(Locale.ROOT, "[%4d s] %s%n", (System.nanoTime() - START) / 1_000_000_000, line);
    }

    static void round(int number, int of, Way way, int connections, Measurement one) {
        say(String.format(
                Locale.ROOT,
                "round %d of %d: %s, %d connections: %,.0f/s, p50 %s ms, p99 %s ms  %s",
                number,
                of,
                way.name(),
                connections,
                one.perSecond(),
                millis(one.load().p50()),
                millis(one.load().p99()),
                one.remarks()));
    }

    static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
