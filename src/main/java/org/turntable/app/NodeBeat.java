package org.turntable.app;

import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.ops.NodeBoard;
import org.turntable.ops.NodeStatus;

/** Tells the other nodes how this one fares, every few seconds. */
final class NodeBeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeBeat.class);
    private static final long ROUND_MS = 3_000;

    private final NodeBoard board;
    private final Supplier<NodeStatus> status;
    private final Supplier<Instant> clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "node-beat");
        made.setDaemon(true);
        return made;
    });

    NodeBeat(NodeBoard board, Supplier<NodeStatus> status, Supplier<Instant> clock) {
        this.board = board;
        this.status = status;
        this.clock = clock;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::beat, 0, ROUND_MS, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            board.tell(status.get(), clock.get());
        } catch (NodeBoard.Unavailable away) {
            // Told by the metric and by /readyz already; who looks at the console sees since when this node is silent.
            LOG.debug("this node could not tell how it fares: {}", away.getMessage());
        } catch (RuntimeException unexpected) {
            // An exception would end the schedule for good.
            LOG.error("telling how this node fares met something unexpected", unexpected);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
