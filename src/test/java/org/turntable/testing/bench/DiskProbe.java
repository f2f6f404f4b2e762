package org.turntable.testing.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.turntable.testing.load.LatencyHistogram;

/**
 * Measures the latency of the disk: every 20 ms it writes 4 KiB to its own file on the disk of the servers and syncs
 * it. Redis and both databases do the same before a draw is answered, so that their percentiles cannot be lower.
 */
final class DiskProbe implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final LatencyHistogram latencies = new LatencyHistogram();
    private final FileChannel file;
    private final Thread thread = new Thread(this::run, "disk-probe");
    private volatile boolean ended;
    private volatile IOException failure;

    /** Begins at once; the folder is the servers'. */
    DiskProbe(Path folder) throws IOException {
        file = FileChannel.open(
                folder.resolve("disk-probe"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        thread.start();
    }

    private void run() {
        ByteBuffer block = ByteBuffer.allocateDirect(4096);
        try {
            while (!ended) {
                long begun = System.nanoTime();
                file.write(block.clear(), 0);
                file.force(false);
                latencies.record(System.nanoTime() - begun);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException broken) {
            failure = broken;
        }
    }

    /** Ends it and returns what it measured. */
    LatencyHistogram end() throws IOException {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IOException("the disk could not be probed: " + failure.getMessage(), failure);
        }
        return latencies;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        file.close();
    }
}
