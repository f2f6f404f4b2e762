package org.turntable.tool.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Reports the number of bytes written. */
final class ProgressTracker extends FilterOutputStream {
    private final long expected;
    private final StepListener steps;
    private long done;

    ProgressTracker(OutputStream out, long expected, StepListener steps) {
        super(out);
        this.expected = expected;
        this.steps = steps;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        done += length;
        steps.progress(done, expected, "bytes");
    }
}
