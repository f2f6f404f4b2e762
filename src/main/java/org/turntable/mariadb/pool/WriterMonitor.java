package org.turntable.mariadb.pool;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.PeriodicTask;

/**
 * Monitors which server is the writer, that is, accepts writes. One thread asks the current writer four times a second
 * over one connection, and the other servers as soon as the writer does not confirm. While there is no writer, only
 * this thread opens connections; {@link #await} lets callers wait for its result.
 *
 * <p>Slow is not dead: a writer that does not answer stays the writer for two seconds, unless another server accepts
 * writes.
 */
public final class WriterMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriterMonitor.class);
    private static final Duration PAUSE_WITH_WRITER = Duration.ofMillis(250);
    private static final Duration PAUSE_WITHOUT_WRITER = Duration.ofMillis(100);
    private static final long UNRESPONSIVE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** The first probe may take longer than later ones: classes are loaded, certificates read. */
    private static final long FIRST_PROBE_MS = 3_000;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final List<ServerProbe> probes;
    private final Runnable onChange;
    private final PeriodicTask task = new PeriodicTask(
                    "mariadb-writer", "looking for the writer", this::pause, this::update)
            .atEnd(this::closeProbes);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicBoolean suspected = new AtomicBoolean();
    private volatile String writer;
    private volatile SQLException failure;
    /** The last server that was the writer, also while there is none. Used by the monitor's thread only. */
    private String lastWriter;
    /** When a server confirmed last that it accepts writes. Used by the monitor's thread only. */
    private long confirmedAt;

    /**
     * @param servers address:port of each; at the begin they are asked in this order
     * @param connector opens connections with short timeouts
     * @param onChange is called, on the monitor's thread, when another server than before is the writer
     */
    WriterMonitor(List<String> servers, Connector connector, Runnable onChange) {
        this.probes = servers.stream()
                .map(server -> new ServerProbe(server, connector))
                .toList();
        this.onChange = onChange;
    }

    void start() {
        task.start();
    }

    /** The server that accepts writes, as far as is known. */
    public Optional<String> writer() {
        return Optional.ofNullable(writer);
    }

    /** All servers. */
    public List<String> servers() {
        return probes.stream().map(ServerProbe::server).toList();
    }

    /** How often another server than before became the writer. */
    public long changes() {
        return changes.get();
    }

    /**
     * Waits for a server that accepts writes; returns at once while one is known.
     *
     * @param millis how long at most
     * @throws SQLException with the reason of each server
     */
    String await(long millis) throws SQLException {
        String now = writer;
        if (now != null) {
            return now;
        }
        lock.lock();
        try {
            long start = System.nanoTime();
            long left = 1;
            while (writer == null && !task.isStopped() && left > 0) {
                long limit = failure == null ? Math.max(millis, FIRST_PROBE_MS) : millis;
                left = TimeUnit.MILLISECONDS.toNanos(limit) - (System.nanoTime() - start);
                changed.awaitNanos(left);
            }
            if (writer == null) {
                throw noWriter();
            }
            return writer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while no server took writes", "08001", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private SQLException noWriter() {
        SQLException last = failure;
        return last == null
                ? new SQLTransientConnectionException("no server has answered yet", "08001")
                : new SQLTransientConnectionException(
                        "no server takes writes: " + last.getMessage(), last.getSQLState(), last.getErrorCode(), last);
    }

    /** A caller had an error on the writer: probes at once, and the other servers first. */
    void suspect() {
        suspected.set(true);
        task.wakeUp();
    }

    private void update() {
        String before = writer;
        String found = findWriter();
        if (found == null) {
            failure = commonFailure();
        }
        if (!Objects.equals(before, found) || failure != null && before == null) {
            lock.lock();
            try {
                writer = found;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        if (found != null && !found.equals(before)) {
            LOG.info("{} takes writes", found);
        } else if (found == null && before != null) {
            LOG.warn("{} takes no writes any more, and no other server does: {}", before, failure.getMessage());
        }
        if (found != null && !found.equals(lastWriter)) {
            changes.addAndGet(lastWriter == null ? 0 : 1);
            lastWriter = found;
            onChange.run();
        }
    }

    /** The server that accepts writes now; null for none. */
    private String findWriter() {
        boolean writerIsUnresponsive = false;
        for (ServerProbe probe : inOrder()) {
            ServerProbe.Answer answer = probe.ask();
            if (answer == ServerProbe.Answer.WRITER) {
                confirmedAt = System.nanoTime();
                // While there is a writer, one connection is enough.
                probes.stream().filter(other -> other != probe).forEach(ServerProbe::close);
                return probe.server();
            }
            writerIsUnresponsive |=
                    answer == ServerProbe.Answer.UNRESPONSIVE && probe.server().equals(writer);
        }
        return writerIsUnresponsive && System.nanoTime() - confirmedAt < UNRESPONSIVE_LIMIT_NANOS ? writer : null;
    }

    private List<ServerProbe> inOrder() {
        boolean writerLast = suspected.getAndSet(false);
        List<ServerProbe> order = new ArrayList<>(probes);
        order.sort(Comparator.comparing(probe -> probe.server().equals(writer) == writerLast));
        return order;
    }

    /** One error for all servers. An error that a server sent says more than a missing answer, so its code is used. */
    private SQLException commonFailure() {
        StringBuilder message = new StringBuilder();
        SQLException best = null;
        for (ServerProbe probe : probes) {
            message.append(message.isEmpty() ? "" : "; ")
                    .append(probe.server())
                    .append(": ")
                    .append(probe.failure().getMessage());
            if (best == null || best.getErrorCode() <= 0) {
                best = probe.failure();
            }
        }
        return new SQLTransientConnectionException(message.toString(), best.getSQLState(), best.getErrorCode(), best);
    }

    private Duration pause() {
        return writer == null ? PAUSE_WITHOUT_WRITER : PAUSE_WITH_WRITER;
    }

    private void closeProbes() {
        probes.forEach(ServerProbe::close);
    }

    @Override
    public void close() {
        task.stop();
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        task.close(CLOSE_TIMEOUT);
    }
}
