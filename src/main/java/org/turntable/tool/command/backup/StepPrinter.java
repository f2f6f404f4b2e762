package org.turntable.tool.command.backup;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.turntable.tool.backup.StepListener;

/** Prints a line for each step with its duration, and its progress at most once a second. */
final class StepPrinter implements StepListener {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS = 1e9;

    private final PrintWriter out;
    private String what = "";
    private long startedAt;
    private long printedAt;

    StepPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(String step) {
        what = step;
        startedAt = System.nanoTime();
        printedAt = startedAt;
        out.println("  " + step + " …");
        out.flush();
    }

    @Override
    public void progress(long done, long total, String unit) {
        long now = System.nanoTime();
        if (now - printedAt >= SECOND) {
            printedAt = now;
            boolean bytes = unit.equals("bytes");
            out.printf(
                    "    %,d%s%s%n",
                    bytes ? done >> 20 : done,
                    total > 0 ? String.format(" of some %,d", bytes ? total >> 20 : total) : "",
                    bytes ? " MB" : " " + unit);
            out.flush();
        }
    }

    @Override
    public void done(String how) {
        out.printf(
                "  %s: done in %.1f s%s%n",
                what, (System.nanoTime() - startedAt) / NANOS, how.isEmpty() ? "" : "; " + how);
        out.flush();
    }
}
