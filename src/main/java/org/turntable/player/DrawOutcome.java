package org.turntable.player;

/**
 * The outcome of a draw. A roll is a loss or a candidate; a stored draw is a loss, a loss for want of units, or a win;
 * a player's hash in Redis has a loss, a candidate or a win.
 */
public sealed interface DrawOutcome {
    /** Any loss. */
    DrawOutcome LOSS = new Loss();

    /** It lost. */
    record Loss() implements DrawOutcome {}

    /**
     * It may win; MariaDB has not confirmed it yet.
     *
     * @param prizeId the prize it is a candidate for
     * @param entryId its entry in the ledger's stream
     */
    record Candidate(int prizeId, String entryId) implements DrawOutcome {}

    /**
     * It was a candidate and no unit of the prize was left when it was stored: a loss for the player.
     *
     * @param prizeId the prize it was a candidate for
     */
    record NoUnitLeft(int prizeId) implements DrawOutcome {}

    /**
     * It won; the commit is on two machines.
     *
     * @param prizeId the prize
     * @param unitOrdinal the unit of it, from 1
     */
    record Win(int prizeId, int unitOrdinal) implements DrawOutcome {}
}
