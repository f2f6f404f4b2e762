package org.turntable.redis;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.draw.Admissions.Unavailable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Gathers the calls of concurrent requests into few writes: while one batch is under way, the next gathers. Under load that is ten
 * to twenty-five commands a system call instead of one, and a few connections take the place of a pool of sixty. Each line is
 * one thread with one connection; a call fails at once while Redis is away.
 */
final class CallGatherer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallGatherer.class);
    private static final int MOST_AT_ONCE = 128;
    /**
     * When as many calls came together last time, the next batch gathers a moment longer. Redis syncs its log once a batch, and a sync
     * costs it as much as ten draws.
     */
    private static final int BUSY = 6;
    private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(800);
    private static final long RECONNECT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RedisAddress address;
    private final BlockingQueue<RedisCall> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Consumer<String>> runListeners = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    /**
     * @param name  of its threads
     * @param lines how many connections
     */
    CallGatherer(RedisAddress address, String name, int lines) {
        this.address = address;
        for (int i = 1; i <= lines; i++) {
            Thread thread = new Thread(() -> new Line().run(), name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Tells the run of Redis of each new connection, before anything else is sent over it. */
    void onRun(Consumer<String> listener) {
        runListeners.add(listener);
    }

    /** Sends a call; the future fails with {@link Unavailable}. */
    CompletableFuture<Object> send(RedisCall call) {
        if (closing) {
            call.reply().completeExceptionally(new Unavailable("this node is stopping", null));
        } else {
            queue.add(call);
        }
        return call.reply();
    }

    /** One thread and its connection. */
    private final class Line {
        private RedisLine line;
        private long failedAt = System.nanoTime() - RECONNECT_PAUSE_NANOS;
        private JedisException failure;
        private int lastSize;

        void run() {
            List<RedisCall> batch = new ArrayList<>(MOST_AT_ONCE);
            while (!closing || !queue.isEmpty()) {
                batch.clear();
                try {
                    RedisCall first = queue.poll(200, TimeUnit.MILLISECONDS);
                    if (first != null) {
                        batch.add(first);
                        if (lastSize >= BUSY) {
                            LockSupport.parkNanos(this, GATHER_NANOS);
                        }
                        queue.drainTo(batch, MOST_AT_ONCE - 1);
                        lastSize = batch.size();
                        exchange(batch);
                    }
                } catch (InterruptedException stopped) {
                    closing = true;
                } catch (RuntimeException unexpected) {
                    LOG.error("calls to Redis met something unexpected", unexpected);
                    fail(batch, new Unavailable("unexpected: " + unexpected.getMessage(), unexpected));
                }
            }
            disconnect();
        }

        private void exchange(List<RedisCall> batch) {
            boolean fresh = line == null;
            try {
                attempt(batch);
            } catch (JedisException broken) {
                disconnect();
                if (fresh || broken.getCause() instanceof SocketTimeoutException) {
                    giveUp(batch, broken);
                } else {
                    again(batch);
                }
            }
        }

        /** A connection that was idle while Redis restarted breaks at its next use. Every script may be repeated, so the calls go once more. */
        private void again(List<RedisCall> batch) {
            try {
                attempt(batch);
            } catch (JedisException away) {
                disconnect();
                giveUp(batch, away);
            }
        }

        private void attempt(List<RedisCall> batch) {
            connect();
            if (batch.stream().anyMatch(this::isForAnotherRun)) {
                // Either the call is old, or this line is: one that was idle while Redis restarted does not know that its other end is gone.
                disconnect();
                connect();
            }
            List<RedisCall> sendable = sendable(batch);
            if (sendable.isEmpty()) {
                return;
            }
            List<Object> replies = line.exchange(sendable);
            for (int i = 0; i < replies.size(); i++) {
                complete(sendable.get(i), replies.get(i));
            }
        }

        private void giveUp(List<RedisCall> batch, JedisException away) {
            // Not for a call within the pause: calls that keep coming would put off connecting for ever.
            if (away != failure) {
                failedAt = System.nanoTime();
                failure = away;
            }
            fail(batch, new Unavailable("Redis does not answer: " + away.getMessage(), away));
        }

        private void connect() {
            if (line != null) {
                return;
            }
            if (System.nanoTime() - failedAt < RECONNECT_PAUSE_NANOS) {
                throw failure;
            }
            line = RedisLine.open(address, runId -> runListeners.forEach(listener -> listener.accept(runId)));
        }

        /** A call that was made for another run of Redis must not reach this one: its epoch may be that of a stale copy. */
        private List<RedisCall> sendable(List<RedisCall> batch) {
            List<RedisCall> sendable = new ArrayList<>(batch.size());
            for (RedisCall call : batch) {
                if (isForAnotherRun(call)) {
                    call.reply().completeExceptionally(new OtherRunException(line.runId()));
                } else {
                    sendable.add(call);
                }
            }
            return sendable;
        }

        private boolean isForAnotherRun(RedisCall call) {
            return call.runId() != null && !call.runId().equals(line.runId());
        }

        private void complete(RedisCall call, Object reply) {
            if (reply instanceof RuntimeException error) {
                call.reply().completeExceptionally(new Unavailable("Redis refused: " + error.getMessage(), error));
            } else {
                call.reply().complete(reply);
            }
        }

        private void fail(List<RedisCall> batch, Unavailable reason) {
            batch.forEach(call -> call.reply().completeExceptionally(reason));
        }

        private void disconnect() {
            RedisLine broken = line;
            line = null;
            if (broken != null) {
                try {
                    broken.close();
                } catch (JedisException alreadyGone) {
                    LOG.debug("a broken connection did not close cleanly", alreadyGone);
                }
            }
        }
    }

    /** Ends when what is queued has been sent. */
    @Override
    public void close() {
        closing = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(2));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
