package org.turntable.draw;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.turntable.ledger.DrawEntry;

/**
 * The published epochs in Redis, with which every draw is compared. Each method except {@link #runId()} is executed by
 * the given run of Redis or fails.
 */
public interface EpochRegistry {
    /** The run id of the current Redis server. */
    String runId();

    /** The published epoch, if any. */
    OptionalLong published(int campaignId, String runId);

    /** Removes a published epoch older than the coming one: this closes draws. */
    void close(int campaignId, Epoch coming);

    /** The candidates in the ledger's stream. */
    List<DrawEntry> candidates(int campaignId, String runId);

    /**
     * Publishes an epoch with the taken counts: this opens draws. False if this epoch or a later one is already
     * published.
     */
    boolean open(int campaignId, Epoch epoch, int planVersion, Map<Integer, Long> taken);

    /**
     * Announces a plan version to all nodes; never decreases it.
     *
     * @return the announced version, which is higher if a newer plan was announced before
     */
    int announcePlan(int campaignId, int planVersion, String runId);

    /**
     * Reports how many draws of epochs below that one this node still has to write from its memory.
     *
     * @param below the epoch that is coming
     */
    void reportUnwritten(int campaignId, String runId, String node, long below, int draws);

    /**
     * The nodes that have reported in the last seconds that they still have draws to write, or that have not yet
     * reported for that epoch. A node that is silent for longer counts as having none.
     */
    List<String> unwritten(int campaignId, String runId, long below);

    /** Acquires or renews the lease for the recovery, which one node at a time has. */
    boolean holdRecoveryLease(int campaignId, String runId, String holder, long millis);

    /** Ends this holder's lease for the recovery; the lease of another holder is left unchanged. */
    void releaseRecoveryLease(int campaignId, String runId, String holder);
}
