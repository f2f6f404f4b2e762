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
import org.turntable.outage.RedisUnavailableException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends the commands of concurrent requests in batches: while one batch is being executed, the next one is collected.
 * Under load a system call sends ten to twenty-five commands instead of one, and a few connections replace a pool of
 * sixty.
 *
 * <p>Each connection has its own thread. A connection that breaks, or whose reply times out, is down: its thread
 * reconnects, and while every connection is down a call fails at once instead of waiting for another timeout. The
 * threads are not {@code PeriodicTask}s because they wait for queued commands, and the pause of a periodic task would
 * add latency to every reply.
 */
public final class RedisPipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPipeline.class);
    private static final int MAX_BATCH = 128;
    private static final long RECONNECT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RedisAddress address;
    private final RedisConnection.Use use;
    private final BlockingQueue<PipelinedCommand> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Consumer<String>> runListeners = new CopyOnWriteArrayList<>();
    /**
     * Connections that are not down. One that has not tried to connect yet is counted, so that the first calls of a
     * node wait for it.
     */
    private final AtomicInteger usable;

    private volatile JedisException failure;
    private volatile String run;
    private volatile boolean closing;

    /**
     * @param use the purpose, which decides what is checked of the server
     * @param name prefix of the names of the threads
     * @param connections number of connections
     */
    public RedisPipeline(RedisAddress address, RedisConnection.Use use, String name, int connections) {
        this.address = address;
        this.use = use;
        this.usable = new AtomicInteger(connections);
        for (int i = 1; i <= connections; i++) {
            Thread thread = new Thread(() -> new PipelineConnection().run(), name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Passes the run id of Redis to the listener for each new connection, before any command is sent over it. If a run
     * id is already known, it is passed at once.
     */
    public void onRun(Consumer<String> listener) {
        runListeners.add(listener);
        String known = run;
        if (known != null) {
            listener.accept(known);
        }
    }

    /** Whether a call would be sent now; false while every connection is down. */
    public boolean isUp() {
        return usable.get() > 0;
    }

    /**
     * Queues a call. The future fails with {@link RedisUnavailableException}. If the caller cancels it while it is
     * still queued, it is not sent.
     */
    public CompletableFuture<Object> send(PipelinedCommand call) {
        if (closing) {
            call.reply().completeExceptionally(new RedisUnavailableException("this node is stopping", null));
        } else {
            queue.add(call);
            if (!isUp()) {
                failQueued();
            }
        }
        return call.reply();
    }

    private void failQueued() {
        List<PipelinedCommand> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        fail(waiting, failure);
    }

    private static void fail(List<PipelinedCommand> calls, JedisException unavailable) {
        RedisUnavailableException reason =
                new RedisUnavailableException("Redis does not answer: " + unavailable.getMessage(), unavailable);
        calls.forEach(call -> call.reply().completeExceptionally(reason));
    }

    /** One connection and the loop of its thread. */
    private final class PipelineConnection {
        private RedisConnection connection;
        private boolean down;

        void run() {
            List<PipelinedCommand> batch = new ArrayList<>(MAX_BATCH);
            while (!closing || !queue.isEmpty() && !down) {
                batch.clear();
                try {
                    if (connection == null) {
                        reconnect();
                    } else {
                        PipelinedCommand first = queue.poll(200, TimeUnit.MILLISECONDS);
                        if (first != null) {
                            batch.add(first);
                            queue.drainTo(batch, MAX_BATCH - 1);
                            exchange(batch);
                        }
                    }
                } catch (InterruptedException stopped) {
                    closing = true;
                } catch (RuntimeException unexpected) {
                    LOG.error("unexpected error in calls to Redis", unexpected);
                    disconnect();
                    batch.forEach(call -> call.reply()
                            .completeExceptionally(new RedisUnavailableException(
                                    "unexpected: " + unexpected.getMessage(), unexpected)));
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
            } catch (JedisException unavailable) {
                markDown(unavailable);
                LockSupport.parkNanos(this, RECONNECT_PAUSE_NANOS);
            }
        }

        private void markDown(JedisException unavailable) {
            disconnect();
            failure = unavailable;
            if (!down) {
                down = true;
                usable.decrementAndGet();
                LOG.warn("Redis for {} does not answer: {}", use, unavailable.getMessage());
            }
            if (!isUp()) {
                failQueued();
            }
        }

        private void exchange(List<PipelinedCommand> batch) {
            try {
                attempt(batch);
            } catch (JedisException broken) {
                disconnect();
                if (broken.getCause() instanceof SocketTimeoutException) {
                    failBatch(batch, broken);
                } else {
                    retry(batch);
                }
            }
        }

        /**
         * A connection that was idle while Redis restarted breaks at its next use. Every script may be repeated, so the
         * calls are sent once more.
         */
        private void retry(List<PipelinedCommand> batch) {
            try {
                connect();
                attempt(batch);
            } catch (JedisException unavailable) {
                failBatch(batch, unavailable);
            }
        }

        private void failBatch(List<PipelinedCommand> batch, JedisException unavailable) {
            markDown(unavailable);
            fail(batch, unavailable);
        }

        private void attempt(List<PipelinedCommand> batch) {
            if (batch.stream().anyMatch(this::isForAnotherRun)) {
                // Either the call or this connection is outdated: after a restart of Redis an idle connection is
                // broken, but this is only detected at its next use.
                disconnect();
                connect();
            }
            List<PipelinedCommand> sendable = sendable(batch);
            if (sendable.isEmpty()) {
                return;
            }
            List<Object> replies = connection.exchange(sendable);
            for (int i = 0; i < replies.size(); i++) {
                complete(sendable.get(i), replies.get(i));
            }
        }

        private void connect() {
            connection = RedisConnection.open(address, use, runId -> {
                run = runId;
                runListeners.forEach(listener -> listener.accept(runId));
            });
        }

        /**
         * A call that was made for another run id must not be sent to this server: its epoch may be that of a stale
         * copy.
         */
        private List<PipelinedCommand> sendable(List<PipelinedCommand> batch) {
            List<PipelinedCommand> sendable = new ArrayList<>(batch.size());
            for (PipelinedCommand call : batch) {
                if (isForAnotherRun(call)) {
                    call.reply().completeExceptionally(new RunIdChangedException(connection.runId()));
                } else if (!call.reply().isDone()) {
                    sendable.add(call);
                }
            }
            return sendable;
        }

        private boolean isForAnotherRun(PipelinedCommand call) {
            return call.runId() != null && !call.runId().equals(connection.runId());
        }

        private void complete(PipelinedCommand call, Object reply) {
            if (reply instanceof RuntimeException error) {
                call.reply()
                        .completeExceptionally(
                                new RedisUnavailableException("Redis refused: " + error.getMessage(), error));
            } else {
                call.reply().complete(reply);
            }
        }

        private void disconnect() {
            RedisConnection broken = connection;
            connection = null;
            if (broken != null) {
                try {
                    broken.close();
                } catch (JedisException alreadyGone) {
                    LOG.debug("a broken connection did not close cleanly", alreadyGone);
                }
            }
        }
    }

    /** Sends the queued calls, waits up to 2 s for each thread, and closes the connections. */
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
