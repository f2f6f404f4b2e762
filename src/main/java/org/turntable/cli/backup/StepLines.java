package org.turntable.cli.backup;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.turntable.backup.Steps;

/** A line for each step with its time, and a line a second at most while it goes on. */
final class StepLines implements Steps {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS = 1e9;

    private final PrintWriter out;
    private String what = "";
    private long begunAt;
    private long toldAt;

    StepLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(String step) {
        what = step;
        begunAt = System.nanoTime();
        toldAt = begunAt;
        out.println("  " + step + " …");
        out.flush();
    }

    @Override
    public void progress(long done, long total, String unit) {
        long now = System.nanoTime();
        if (now - toldAt >= SECOND) {
            toldAt = now;
            boolean bytes = unit.equals("bytes");
            out.printf("    %,d%s%s%n", bytes ? done >> 20 : done, total > 0 ? String.format(" of some %,d", bytes ? total >> 20 : total) : "", bytes ? " MB" : " " + unit);
            out.flush();
        }
    }

    @Override
    public void done(String how) {
        out.printf("  %s: done in %.1f s%s%n", what, (System.nanoTime() - begunAt) / NANOS, how.isEmpty() ? "" : "; " + how);
        out.flush();
    }
}
