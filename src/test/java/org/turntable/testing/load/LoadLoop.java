package org.turntable.testing.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One selector thread of a {@link ClosedLoop} with its share of the connections. One buffer for reading and one for
 * writing serve them all, so that a request costs one read, one write and no allocation.
 */
final class LoadLoop implements Runnable {
    /** How long after the end the last answers are waited for. */
    private static final long GRACE_NANOS = 2_000_000_000L;
    /** How finely requests of a constant-rate run are timed, when no event wakes the thread. */
    private static final long TICK_NANOS = 200_000;

    private final InetSocketAddress server;
    private final List<Script> scripts;
    private final double intervalNanos;
    private final long begin;
    private final long end;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final ByteBuffer reading = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer writing = ByteBuffer.allocateDirect(64 << 10);
    private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();

    private Selector selector;
    private IOException failure;
    private long first;
    private long due;
    private long requests;
    private long answers;
    private long broken;
    private long connects;
    private long inFlight;

    /** Takes {@code rate} in requests a second, 0 for as fast as the answers come; begin and end in System.nanoTime. */
    LoadLoop(InetSocketAddress server, List<Script> scripts, double rate, long begin, long end) {
        this.server = server;
        this.scripts = scripts;
        this.intervalNanos = rate > 0 ? 1e9 / rate : 0;
        this.begin = begin;
        this.end = end;
    }

    @Override
    public void run() {
        try (Selector opened = Selector.open()) {
            selector = opened;
            for (Script script : scripts) {
                LoadConnection connection = new LoadConnection(server, script);
                connection.connect(selector);
                connects++;
                idle.add(connection);
            }
            first = System.nanoTime();
            loop();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException unreachable) {
            failure = unreachable;
        }
    }

    private void loop() throws IOException {
        Consumer<SelectionKey> ready = key -> ready((LoadConnection) key.attachment());
        long now = System.nanoTime();
        while (now < end || (inFlight > 0 && now < end + GRACE_NANOS)) {
            if (now < end) {
                startIdle(now);
            }
            if (intervalNanos == 0 || now >= end) {
                selector.select(ready, 50);
            } else if (selector.selectNow(ready) == 0) {
                // A selector waits in whole milliseconds, too coarse for thousands of requests a second.
                LockSupport.parkNanos(Math.min(TICK_NANOS, Math.max(1, dueAt() - now)));
            }
            now = System.nanoTime();
        }
    }

    /**
     * Closed loop: all idle connections send. Constant rate: as many as are due, and their latency counts from then.
     */
    private void startIdle(long now) throws IOException {
        while (!idle.isEmpty()) {
            long start = intervalNanos == 0 ? now : dueAt();
            if (start > now) {
                return;
            }
            due++;
            send(idle.poll(), start);
        }
    }

    private long dueAt() {
        return first + (long) (due * intervalNanos);
    }

    private void send(LoadConnection connection, long start) throws IOException {
        if (connection.closed()) {
            connection.connect(selector);
            connects++;
        }
        writing.clear();
        if (!connection.script.next(writing)) {
            return;
        }
        connection.start = start;
        requests++;
        inFlight++;
        try {
            connection.send(writing.flip());
        } catch (IOException reset) {
            breakOff(connection);
        }
    }

    private void ready(LoadConnection connection) {
        try {
            if (connection.finishSending() && connection.receive(reading)) {
                answered(connection);
            }
        } catch (IOException reset) {
            breakOff(connection);
        }
    }

    private void answered(LoadConnection connection) throws IOException {
        long now = System.nanoTime();
        AnswerBuffer answer = connection.answer;
        answers++;
        inFlight--;
        // A constant-rate answer belongs to the time it was due in, however late: this avoids coordinated omission.
        long counted = intervalNanos == 0 ? now : connection.start;
        if (counted >= begin && counted < end) {
            latencies.record(now - connection.start);
        }
        connection.script.answered(answer.status(), answer.array(), answer.bodyStart(), answer.bodyLength());
        connection.answerTaken();
        if (intervalNanos == 0 && now < end && !connection.closed()) {
            send(connection, now);
        } else {
            idle.add(connection);
        }
    }

    private void breakOff(LoadConnection connection) {
        connection.close();
        broken++;
        inFlight--;
        connection.script.failed();
        idle.add(connection);
    }

    void throwFailure() throws IOException {
        if (failure != null) {
            throw new IOException("the load could not go on: " + failure.getMessage(), failure);
        }
    }

    LatencyHistogram latencies() {
        return latencies;
    }

    long requests() {
        return requests;
    }

    long answers() {
        return answers;
    }

    long broken() {
        return broken;
    }

    long unanswered() {
        return inFlight;
    }

    long connects() {
        return connects;
    }
}
