package org.turntable.tool.failover;

import java.io.IOException;
import java.time.Instant;
import org.turntable.tool.failover.policy.ClusterState;

/** Where the agent keeps the cluster state and its journal; both are on disk when a call returns. */
interface StateStore {
    /** Stores the state atomically. */
    void save(ClusterState state) throws IOException;

    /** Appends a line to the journal. */
    void appendJournal(Instant at, String line) throws IOException;

    /**
     * Records that an agent ran at that time. Not forced to disk, and not an error if it fails: an agent that is
     * started later then knows less, and refuses more.
     */
    void recordRunning(Instant at);

    /** Marks this store as out of date, for good. */
    void retire(String why) throws IOException;
}
