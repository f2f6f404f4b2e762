package org.turntable.draw;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.turntable.ledger.LedgerEntry;

/** The epochs as Redis shows them to every draw. Each method but {@link #runId()} goes to that run of Redis or fails. */
public interface EpochBoard {
    /** The run of the Redis server that answers now. */
    String runId();

    /** The epoch that is published, if any. */
    OptionalLong published(int campaignId, String runId);

    /** Withdraws an epoch older than the coming one: draws are closed from here on. */
    void close(int campaignId, Epoch coming);

    /** The candidates in the ledger's stream. */
    List<LedgerEntry> candidates(int campaignId, String runId);

    /** Publishes an epoch with what counts as taken; draws are open from here on. False when a later one is published. */
    boolean open(int campaignId, Epoch epoch, int planVersion, Map<Integer, Long> taken);

    /** Announces a plan version to all nodes; never goes back. */
    void announcePlan(int campaignId, int planVersion, String runId);

    /** Lets one node at a time make up for a loss, as long as it comes back in time. */
    boolean holdRecoveryLease(int campaignId, String runId, String holder, long millis);
}
