package org.turntable.cli.reimport;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.turntable.reimport.Progress;

/** Progress as a line a second at most, on stderr: stdout belongs to the answer. */
final class ProgressLines implements Progress {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private long lastAt = System.nanoTime() - SECOND;

    ProgressLines(PrintWriter err) {
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
