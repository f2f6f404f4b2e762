package org.turntable.ops;

import java.time.Instant;
import java.util.List;

/** Where nodes tell of themselves every few seconds, so that each can show how all of them fare. */
public interface NodeBoard {
    /**
     * What a node has told.
     *
     * @param status the node in one look
     * @param at     when it was
     */
    record Told(NodeStatus status, Instant at) {
    }

    /** Tells how this node fares. */
    void tell(NodeStatus status, Instant now) throws Unavailable;

    /** The last word of each node that has told anything within the last hour, by their names. */
    List<Told> all(Instant now) throws Unavailable;

    /** The board did not answer. */
    class Unavailable extends Exception {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
