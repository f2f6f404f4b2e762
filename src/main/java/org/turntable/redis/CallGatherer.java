package org.turntable.redis;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.draw.Admissions.Unavailable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Gathers the calls of concurrent requests into few writes: while one batch is under way, the next gathers. Under load that is ten
 * to twenty-five commands a system call instead of one, and a few connections take the place of a pool of sixty.
 *
 * <p>Each line is one thread with one connection. A line that breaks, or that Redis leaves without an answer, is down: its thread
 * connects again by itself, and while every line is down a call fails at once instead of holding its caller for another timeout.
 */
final class CallGatherer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallGatherer.class);
    private static final int MOST_AT_ONCE = 128;
    private static final long RECONNECT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RedisAddress address;
    private final RedisLine.Use use;
    private final BlockingQueue<RedisCall> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Consumer<String>> runListeners = new CopyOnWriteArrayList<>();
    /** Lines that are not down; one that has not tried yet counts, so that the first calls of a node wait for it. */
    private final AtomicInteger usable;
    private volatile JedisException failure;
    private volatile String run;
    private volatile boolean closing;

    /**
     * @param use   what the other end must be fit for
     * @param name  of its threads
     * @param lines how many connections
     */
    CallGatherer(RedisAddress address, RedisLine.Use use, String name, int lines) {
        this.address = address;
        this.use = use;
        this.usable = new AtomicInteger(lines);
        for (int i = 1; i <= lines; i++) {
            Thread thread = new Thread(() -> new Line().run(), name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Tells the run of Redis of each new connection, before anything else is sent over it, and at once the one that is known already. */
    void onRun(Consumer<String> listener) {
        runListeners.add(listener);
        String known = run;
        if (known != null) {
            listener.accept(known);
        }
    }

    /** Whether a call would be tried now. */
    boolean isUp() {
        return usable.get() > 0;
    }

    /** Sends a call; the future fails with {@link Unavailable}. A caller that gives up cancels it, and it is not sent if it still waits. */
    CompletableFuture<Object> send(RedisCall call) {
        if (closing) {
            call.reply().completeExceptionally(new Unavailable("this node is stopping", null));
        } else {
            queue.add(call);
            if (!isUp()) {
                failQueued();
            }
        }
        return call.reply();
    }

    private void failQueued() {
        List<RedisCall> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        fail(waiting, failure);
    }

    private static void fail(List<RedisCall> calls, JedisException away) {
        Unavailable reason = new Unavailable("Redis does not answer: " + away.getMessage(), away);
        calls.forEach(call -> call.reply().completeExceptionally(reason));
    }

    /** One thread and its connection. */
    private final class Line {
        private RedisLine line;
        private boolean down;

        void run() {
            List<RedisCall> batch = new ArrayList<>(MOST_AT_ONCE);
            while (!closing || !queue.isEmpty() && !down) {
                batch.clear();
                try {
                    if (line == null) {
                        reconnect();
                    } else {
                        RedisCall first = queue.poll(200, TimeUnit.MILLISECONDS);
                        if (first != null) {
                            batch.add(first);
                            queue.drainTo(batch, MOST_AT_ONCE - 1);
                            exchange(batch);
                        }
                    }
                } catch (InterruptedException stopped) {
                    closing = true;
                } catch (RuntimeException unexpected) {
                    LOG.error("calls to Redis met something unexpected", unexpected);
                    disconnect();
                    batch.forEach(call -> call.reply().completeExceptionally(new Unavailable("unexpected: " + unexpected.getMessage(), unexpected)));
                }
            }
            disconnect();
        }

        private void reconnect() {
            try {
                connect();
                if (down) {
                    down = false;
                    usable.incrementAndGet();
                    LOG.info("Redis for {} answers again", use);
                }
            } catch (JedisException away) {
                goDown(away);
                LockSupport.parkNanos(this, RECONNECT_PAUSE_NANOS);
            }
        }

        private void goDown(JedisException away) {
            disconnect();
            failure = away;
            if (!down) {
                down = true;
                usable.decrementAndGet();
                LOG.warn("Redis for {} does not answer: {}", use, away.getMessage());
            }
            if (!isUp()) {
                failQueued();
            }
        }

        private void exchange(List<RedisCall> batch) {
            try {
                attempt(batch);
            } catch (JedisException broken) {
                disconnect();
                if (broken.getCause() instanceof SocketTimeoutException) {
                    giveUp(batch, broken);
                } else {
                    again(batch);
                }
            }
        }

        /** A connection that was idle while Redis restarted breaks at its next use. Every script may be repeated, so the calls go once more. */
        private void again(List<RedisCall> batch) {
            try {
                connect();
                attempt(batch);
            } catch (JedisException away) {
                giveUp(batch, away);
            }
        }

        private void giveUp(List<RedisCall> batch, JedisException away) {
            goDown(away);
            fail(batch, away);
        }

        private void attempt(List<RedisCall> batch) {
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

        private void connect() {
            line = RedisLine.open(address, use, runId -> {
                run = runId;
                runListeners.forEach(listener -> listener.accept(runId));
            });
        }

        /** A call that was made for another run of Redis must not reach this one: its epoch may be that of a stale copy. */
        private List<RedisCall> sendable(List<RedisCall> batch) {
            List<RedisCall> sendable = new ArrayList<>(batch.size());
            for (RedisCall call : batch) {
                if (isForAnotherRun(call)) {
                    call.reply().completeExceptionally(new OtherRunException(line.runId()));
                } else if (!call.reply().isDone()) {
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
