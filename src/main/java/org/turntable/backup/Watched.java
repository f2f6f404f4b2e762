package org.turntable.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells how much went through. */
final class Watched extends FilterOutputStream {
    private final long expected;
    private final Steps steps;
    private long done;

    Watched(OutputStream out, long expected, Steps steps) {
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
