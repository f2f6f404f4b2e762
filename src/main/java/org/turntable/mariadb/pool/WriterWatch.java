package org.turntable.mariadb.pool;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which server takes writes: one thread that asks the writer four times a second on one connection, and the others as soon as
 * it does not say yes. It alone knocks while nobody takes writes; whoever wants a connection then waits for it.
 *
 * <p>Slow is not dead: a writer that is silent stays the writer for two seconds, unless another server takes writes.
 */
public final class WriterWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriterWatch.class);
    private static final long WHILE_WELL_MS = 250;
    private static final long WHILE_NONE_MS = 100;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** The first look of all may take longer than anybody waits later: classes are loaded, certificates read. */
    private static final long FIRST_LOOK_MS = 3_000;

    private final List<ServerLine> lines;
    private final Runnable moved;
    private final Thread thread = new Thread(this::run, "mariadb-writer");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong moves = new AtomicLong();
    private volatile String writer;
    private volatile SQLException refusal;
    private volatile boolean closing;
    private boolean doubted;
    /** These two are the watching thread's alone: who took writes last, also while nobody does, and when he last said so. */
    private String lastWriter;
    private long lastYes;

    /**
     * @param servers   address:port of each, the one that is asked first in the beginning first
     * @param connector opens connections that give up soon
     * @param moved     is called, on the watching thread, when another server than before takes writes
     */
    WriterWatch(List<String> servers, Connector connector, Runnable moved) {
        this.lines = servers.stream().map(server -> new ServerLine(server, connector)).toList();
        this.moved = moved;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** The server that takes writes, as far as is known. */
    public Optional<String> writer() {
        return Optional.ofNullable(writer);
    }

    /** All servers. */
    public List<String> servers() {
        return lines.stream().map(ServerLine::server).toList();
    }

    /** How often the writer was another one than before. */
    public long moves() {
        return moves.get();
    }

    /**
     * Waits for a server that takes writes; returns at once while one is known.
     *
     * @param millis how long at most
     * @throws SQLException that says of each server why it does not
     */
    String await(long millis) throws SQLException {
        String now = writer;
        if (now != null) {
            return now;
        }
        lock.lock();
        try {
            long begun = System.nanoTime();
            long left = 1;
            while (writer == null && !closing && left > 0) {
                long most = refusal == null ? Math.max(millis, FIRST_LOOK_MS) : millis;
                left = TimeUnit.MILLISECONDS.toNanos(most) - (System.nanoTime() - begun);
                changed.awaitNanos(left);
            }
            if (writer == null) {
                throw none();
            }
            return writer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while no server took writes", "08001", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private SQLException none() {
        SQLException last = refusal;
        return last == null ? new SQLTransientConnectionException("no server has answered yet", "08001")
                : new SQLTransientConnectionException("no server takes writes: " + last.getMessage(), last.getSQLState(), last.getErrorCode(), last);
    }

    /** Somebody had trouble with the writer: looks now, and at the others first. */
    void doubt() {
        lock.lock();
        try {
            doubted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closing) {
            try {
                become(look());
            } catch (RuntimeException unexpected) {
                LOG.error("looking for the writer met something unexpected", unexpected);
            }
            pause();
        }
        lines.forEach(ServerLine::close);
    }

    /** The server that takes writes now; null for none. */
    private String look() {
        boolean writerIsSilent = false;
        for (ServerLine line : order()) {
            ServerLine.Answer answer = line.ask();
            if (answer == ServerLine.Answer.YES) {
                lastYes = System.nanoTime();
                // One connection a server is enough while all is well.
                lines.stream().filter(other -> other != line).forEach(ServerLine::close);
                return line.server();
            }
            writerIsSilent |= answer == ServerLine.Answer.SILENT && line.server().equals(writer);
        }
        return writerIsSilent && System.nanoTime() - lastYes < PATIENCE_NANOS ? writer : null;
    }

    private List<ServerLine> order() {
        boolean writerLast;
        lock.lock();
        try {
            writerLast = doubted;
            doubted = false;
        } finally {
            lock.unlock();
        }
        List<ServerLine> order = new ArrayList<>(lines);
        order.sort(Comparator.comparing(line -> line.server().equals(writer) == writerLast));
        return order;
    }

    private void become(String found) {
        String before = writer;
        if (found == null) {
            refusal = told();
        }
        if (!Objects.equals(before, found) || refusal != null && before == null) {
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
            LOG.warn("{} takes no writes any more, and no other server does: {}", before, refusal.getMessage());
        }
        if (found != null && !found.equals(lastWriter)) {
            moves.addAndGet(lastWriter == null ? 0 : 1);
            lastWriter = found;
            moved.run();
        }
    }

    /** One error for all: what a server itself says tells more than that another did not answer. */
    private SQLException told() {
        StringBuilder words = new StringBuilder();
        SQLException most = null;
        for (ServerLine line : lines) {
            words.append(words.isEmpty() ? "" : "; ").append(line.server()).append(": ").append(line.refusal().getMessage());
            if (most == null || most.getErrorCode() <= 0) {
                most = line.refusal();
            }
        }
        return new SQLTransientConnectionException(words.toString(), most.getSQLState(), most.getErrorCode(), most);
    }

    private void pause() {
        lock.lock();
        try {
            if (!closing && !doubted) {
                changed.await(writer == null ? WHILE_NONE_MS : WHILE_WELL_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stopped) {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closing = true;
        doubt();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
