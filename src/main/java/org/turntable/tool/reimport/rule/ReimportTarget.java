package org.turntable.tool.reimport.rule;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;

/** The database into which missing rows are imported. Nodes write to it at the same time. */
public interface ReimportTarget extends ReimportSource, KeyedReader {
    /** The work of one transaction. It is repeated from the beginning after a conflict with another transaction. */
    interface Work<T> {
        T run(Tables tables) throws DatabaseUnavailableException;
    }

    /**
     * Runs work in one short transaction.
     *
     * @throws DatabaseUnavailableException when the database does not answer, or conflicts with other transactions
     *     persist
     */
    <T> T inTransaction(Work<T> work) throws DatabaseUnavailableException;

    /** The latest run from that source that has not ended. */
    Optional<Run> unfinished(String source) throws DatabaseUnavailableException;

    /** Begins a run. */
    Run begin(String source, String by, String reason, String position) throws DatabaseUnavailableException;

    /** All runs, the oldest first. */
    List<Run> runs() throws DatabaseUnavailableException;

    /** The next conflicts in the order of their ids. */
    List<Conflict> conflictsAfter(long id, int most) throws DatabaseUnavailableException;

    /** The next awards that runs made, in the order of their ids. */
    List<RecordedAward> awardsAfter(long id, int most) throws DatabaseUnavailableException;

    /**
     * Records a decision; a later one replaces an earlier one until it is carried out.
     *
     * @return whether there is such a conflict that is not resolved
     */
    boolean decide(long conflictId, Conflict.RecordedDecision decision) throws DatabaseUnavailableException;

    /** Whether the other object is connected to the same server. */
    boolean isSameServerAs(ReimportSource other) throws DatabaseUnavailableException;

    /**
     * Takes the lock that allows one reimport at a time.
     *
     * @return releases the lock when closed; empty when another reimport holds it
     */
    Optional<AutoCloseable> lock() throws DatabaseUnavailableException;

    /**
     * A run.
     *
     * @param id its id
     * @param source name of the stranded database
     * @param by who began it
     * @param reason why
     * @param beganAt when
     * @param endedAt when it ended; null before that
     * @param position where it resumes
     * @param counts what it changed, by campaign id (0 for none) and kind of row
     */
    record Run(
            long id,
            String source,
            String by,
            String reason,
            Instant beganAt,
            Instant endedAt,
            String position,
            Map<Integer, Map<String, Long>> counts) {}

    /**
     * A unit that a run awarded to a draw.
     *
     * @param id its id
     * @param runId the run
     * @param campaignId the campaign
     * @param key the draw that has the unit now
     * @param unit the unit
     * @param previous the ordinal that the draw had before; 0 for none
     * @param conflictId the conflict that was resolved by it; 0 for none
     */
    record RecordedAward(
            long id, long runId, int campaignId, PlayerDrawKey key, UnitRef unit, int previous, long conflictId) {}

    /** Reads and writes within one transaction. */
    interface Tables extends KeyedReader {
        /** Awards free units to draws; when a unit is no longer free, the transaction is repeated. */
        void awardUnits(List<UnitRow> units) throws DatabaseUnavailableException;

        /** Adds draws; when one exists by now, the transaction is repeated. */
        void addDraws(int campaignId, List<DrawRow> draws) throws DatabaseUnavailableException;

        /** Turns a losing draw into a win of that unit; when the draw has changed, the transaction is repeated. */
        void turnIntoWin(int campaignId, PlayerDrawKey key, UnitRef unit) throws DatabaseUnavailableException;

        /** Awards a unit to another draw, and the free unit {@code to} to the draw that had it before. */
        void moveWin(
                int campaignId,
                PlayerDrawKey holder,
                UnitRef from,
                UnitRef to,
                PlayerDrawKey newHolder,
                Instant awardedAt)
                throws DatabaseUnavailableException;

        /** A free unit of the prize, locked for this transaction; empty when there is none. */
        Optional<UnitRef> lockFreeUnit(int prizeId) throws DatabaseUnavailableException;

        /** Whether the prize of a draw was redeemed or a red packet was claimed: the draw then keeps its unit. */
        boolean isHandedOver(int campaignId, PlayerDrawKey key) throws DatabaseUnavailableException;

        /** The last draw number of a player; 0 for none. */
        int lastDrawNumber(int campaignId, PlayerId player) throws DatabaseUnavailableException;

        /** Adds missing players, and sets earlier first visits; returns the number of each. */
        int[] mergePlayers(int campaignId, List<PlayerRow> players) throws DatabaseUnavailableException;

        /** Adds missing revocations; returns how many. */
        int addRevocations(List<RevocationRow> revocations) throws DatabaseUnavailableException;

        /**
         * Adds claims; when one exists by now, the transaction is repeated. A missing verifier is added as a disabled
         * account without a password.
         *
         * @return how many verifiers were added
         */
        int addClaims(int campaignId, List<ClaimRow> rows) throws DatabaseUnavailableException;

        /** Replaces a claim; when it differs from {@code expected} by now, the transaction is repeated. */
        void changeClaim(int campaignId, ClaimRow expected, ClaimRow row) throws DatabaseUnavailableException;

        /** Sets amounts of red packets where none is set; returns how many. */
        int addAmounts(Map<Integer, Integer> fenByPrize) throws DatabaseUnavailableException;

        /** Adds missing audit entries, with the campaign ids of the target; returns how many. */
        int addActions(List<ActionRow> actions) throws DatabaseUnavailableException;

        /** Adds an audit entry for addresses that this run imported or erased. */
        void recordAction(int campaignId, String action, int rows, Run run) throws DatabaseUnavailableException;

        /** Records conflicts. */
        void addConflicts(long runId, int campaignId, List<Conflict.NewConflict> conflicts)
                throws DatabaseUnavailableException;

        /** Records the result of a decision; 0 and 0 where the win was dropped. */
        void recordResolution(long conflictId, int number, int ordinal) throws DatabaseUnavailableException;

        /** Records why a decision could not be carried out. */
        void recordFailure(long conflictId, String reason) throws DatabaseUnavailableException;

        /** Records awards. */
        void recordAwards(long runId, List<RecordedAward> awards) throws DatabaseUnavailableException;

        /** Adds to the number of rows that the run changed. */
        void addCount(long runId, int campaignId, String what, long number) throws DatabaseUnavailableException;

        /** Saves where the run resumes. */
        void savePosition(long runId, String position) throws DatabaseUnavailableException;

        /** Ends the run. */
        void endRun(long runId) throws DatabaseUnavailableException;
    }
}
