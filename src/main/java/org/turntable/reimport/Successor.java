package org.turntable.reimport;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.Revocation;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;
import org.turntable.reimport.row.Visit;

/** The database that went on, and into which is brought what it lacks. Nodes write to it all the while. */
public interface Successor extends Rows, Lookups {
    /** Work of one transaction. It is done again from its beginning when another transaction was in the way. */
    interface Work<T> {
        T on(Tables tables) throws Unavailable;
    }

    /**
     * Does work in one short transaction.
     *
     * @throws Unavailable when the database does not answer, or others stayed in the way
     */
    <T> T inTransaction(Work<T> work) throws Unavailable;

    /** The run of that source that is not done yet. */
    Optional<Run> unfinished(String source) throws Unavailable;

    /** Begins a run. */
    Run begin(String source, String by, String reason, String position) throws Unavailable;

    /** The runs, the oldest first. */
    List<Run> runs() throws Unavailable;

    /** The next conflicts in the order of their numbers. */
    List<Conflict> conflictsAfter(long id, int most) throws Unavailable;

    /** The next units that runs gave to draws, in the order of their numbers. */
    List<Given> givenAfter(long id, int most) throws Unavailable;

    /**
     * Records what a person decided; a later word replaces an earlier one until it is carried out.
     *
     * @return whether there is such a conflict that is not settled
     */
    boolean decide(long conflictId, Conflict.Verdict verdict) throws Unavailable;

    /** Whether the other connection leads to this very database. */
    boolean isSameServerAs(Rows other) throws Unavailable;

    /**
     * Keeps others from reimporting at the same time.
     *
     * @return closes it; empty when somebody else is at it
     */
    Optional<AutoCloseable> lock() throws Unavailable;

    /**
     * A run.
     *
     * @param id       its number
     * @param source   where the stranded database was read
     * @param by       who began it
     * @param reason   why
     * @param beganAt  when
     * @param endedAt  when it was done; null while it is not
     * @param position where it goes on
     * @param counts   what it changed, by campaign id (0 for none) and by word
     */
    record Run(long id, String source, String by, String reason, Instant beganAt, Instant endedAt, String position,
               Map<Integer, Map<String, Long>> counts) {
    }

    /**
     * A unit that a run gave to a draw.
     *
     * @param id         its number
     * @param runId      the run
     * @param campaignId the campaign
     * @param key        the draw that has it now
     * @param unit       the unit
     * @param previous   the ordinal that the draw had before; 0 for none
     * @param conflictId the conflict that was settled by it; 0 for none
     */
    record Given(long id, long runId, int campaignId, DrawKey key, UnitRef unit, int previous, long conflictId) {
    }

    /** What may be done within a transaction. */
    interface Tables extends Lookups {
        /** Puts draws on units that are free; when one is not any more, the transaction is done again. */
        void give(List<UnitRow> units) throws Unavailable;

        /** Adds draws; when one is there by now, the transaction is done again. */
        void addDraws(int campaignId, List<DrawRow> draws) throws Unavailable;

        /** Turns a loss into a win; when it is none any more, the transaction is done again. */
        void raise(int campaignId, DrawKey key, UnitRef unit) throws Unavailable;

        /** Moves the win of a draw from one unit of its prize to a free one. */
        void moveWin(int campaignId, DrawKey holder, UnitRef from, UnitRef to, DrawKey newHolder, Instant awardedAt) throws Unavailable;

        /** A free unit of the prize, held for this transaction; empty when there is none. */
        Optional<UnitRef> freeUnit(int prizeId) throws Unavailable;

        /** Whether what a draw won here was handed over already, or is on its way: it then stays with its unit. */
        boolean isHandedOver(int campaignId, DrawKey key) throws Unavailable;

        /** The last number of a player here; 0 for none. */
        int lastNumber(int campaignId, DrawKey player) throws Unavailable;

        /** Adds players who are not there and makes first visits earlier; answers how many of each. */
        int[] visits(int campaignId, List<Visit> visits) throws Unavailable;

        /** Adds revocations that are not there; answers how many. */
        int revocations(List<Revocation> revocations) throws Unavailable;

        /**
         * Adds what became of prizes; when something of it is there by now, the transaction is done again. A verifier who is not known here is
         * added too, so that nobody can sign in as him.
         *
         * @return how many verifiers were added
         */
        int addClaims(int campaignId, List<ClaimRow> rows) throws Unavailable;

        /** Puts one in the place of what was seen there; when that changed, the transaction is done again. */
        void changeClaim(int campaignId, ClaimRow seen, ClaimRow row) throws Unavailable;

        /** Says what prizes pay of which nobody has said it here; answers of how many. */
        int addAmounts(Map<Integer, Integer> fenByPrize) throws Unavailable;

        /** Adds entries about addresses that are not there; their campaigns are those of here. Answers how many. */
        int actions(List<ActionRow> actions) throws Unavailable;

        /** Enters that addresses were brought in, or erased. */
        void recordAction(int campaignId, String action, int rows, Run run) throws Unavailable;

        /** Records conflicts. */
        void addConflicts(long runId, int campaignId, List<Conflict.Found> conflicts) throws Unavailable;

        /** Records what became of one. */
        void settled(long conflictId, int number, int ordinal) throws Unavailable;

        /** Records why a decision could not be carried out. */
        void trouble(long conflictId, String why) throws Unavailable;

        /** Records units that were given to draws. */
        void record(long runId, List<Given> given) throws Unavailable;

        /** Adds to what the run changed. */
        void count(long runId, int campaignId, String what, long number) throws Unavailable;

        /** Writes where the run goes on. */
        void position(long runId, String position) throws Unavailable;

        /** Ends the run. */
        void end(long runId) throws Unavailable;
    }
}
