package org.turntable.app;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.ops.NodeBoard;
import org.turntable.ops.NodeStatus;
import org.turntable.rounds.Rounds;

/** Tells the other nodes how this one fares, every few seconds. */
final class NodeBeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeBeat.class);

    private final NodeBoard board;
    private final Supplier<NodeStatus> status;
    private final Supplier<Instant> clock;
    private final Rounds rounds = new Rounds("node-beat", "telling how this node fares", Duration.ofSeconds(3), this::beat);

    NodeBeat(NodeBoard board, Supplier<NodeStatus> status, Supplier<Instant> clock) {
        this.board = board;
        this.status = status;
        this.clock = clock;
    }

    void start() {
        rounds.start();
    }

    private void beat() {
        try {
            board.tell(status.get(), clock.get());
        } catch (NodeBoard.Unavailable away) {
            // Told by the metric and by /readyz already; who looks at the console sees since when this node is silent.
            LOG.debug("this node could not tell how it fares: {}", away.getMessage());
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
