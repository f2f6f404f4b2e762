package org.turntable.tool.failover.policy;

/** On how many members a commit of the writer is stored when it is answered. */
public enum ReplicationMode {
    /**
     * The writer answers a commit when the replica has received it, and the replica was observed to have every
     * transaction: it may be promoted.
     */
    PAIR,
    /** The writer answers commits without a replica. The replica may not be promoted. */
    SINGLE_COPY,
    /** Commits wait for the replica, which was not yet observed to have every transaction: it may not be promoted. */
    HELD
}
