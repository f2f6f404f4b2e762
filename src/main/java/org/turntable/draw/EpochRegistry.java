package org.turntable.draw;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The latest epoch that was published, also if it was closed since; 0 for none. */
    long latest(int campaignId, String runId);

    /**
     * The runs of Redis in which an epoch went on without a loss, if the last of them is that of the epoch; otherwise
     * empty.
     */
    List<String> runs(int campaignId, Epoch epoch);

    /** The uid of the campaign whose state Redis has; empty if none was published, or only by an older WAR. */
    Optional<String> campaign(int campaignId);

    /** Removes a published epoch older than the coming one: this closes draws. */
    void close(int campaignId, Epoch coming);

    /** The candidates in the ledger's stream. */
    List<DrawEntry> candidates(int campaignId, String runId);

    /**
     * What was set aside of another campaign that had the same number.
     *
     * @param campaign its uid
     * @param entries entries of its stream
     * @param deadLetters its dead letters
     * @param prefix of its keys now
     */
    record SetAside(String campaign, long entries, long deadLetters, String prefix) {
        /** What happened and where it is, for a log line. */
        @Override
        public String toString() {
            return "it was made anew under its number: " + entries + " draws and " + deadLetters
                    + " dead letters of campaign " + campaign + ", which had it before, are set aside in Redis at "
                    + prefix + "ledger and " + prefix
                    + "dead and are not written. If MariaDB was set up anew by mistake, see mariadb/README.md";
        }
    }

    /** Sets aside what Redis has of any other campaign with this number; empty if there is nothing. */
    Optional<SetAside> setAside(int campaignId, Epoch coming, String campaign);

    /**
     * Publishes an epoch with the taken counts: this opens draws. False if this epoch or a later one is already
     * published, or Redis has the state of another campaign.
     */
    boolean open(int campaignId, Epoch epoch, PlanStamp plan, Map<Integer, Long> taken);

    /** How the plan of a node differs from the one in Redis. */
    enum Difference {
        NONE,
        /** The one in Redis is newer. */
        NEWER,
        /** The one in Redis is another plan of the same version. */
        PLAN,
        /** The state in Redis is that of another campaign with the same number. */
        CAMPAIGN
    }

    /**
     * The plan in Redis after an announcement.
     *
     * @param version its version
     * @param difference how the node's plan differs from it
     */
    record Announced(int version, Difference difference) {}

    /** Announces a plan to all nodes; never decreases its version. What an older WAR did not publish is added. */
    Announced announcePlan(int campaignId, PlanStamp plan, String runId);

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
