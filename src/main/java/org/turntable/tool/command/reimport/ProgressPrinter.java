package org.turntable.tool.command.reimport;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.turntable.tool.reimport.ProgressListener;

/** Prints progress to stderr, at most one line per second. */
final class ProgressPrinter implements ProgressListener {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private long lastAt = System.nanoTime() - SECOND;

    ProgressPrinter(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void at(String what, long done, long total) {
        if (System.nanoTime() - lastAt >= SECOND || done == total) {
            lastAt = System.nanoTime();
            err.printf("  %s: %,d of %,d%n", what, done, total);
            err.flush();
        }
    }
}
