package org.turntable.draw;

/** What a draw came to, as the player's hash in Redis holds it. */
public sealed interface DrawResult {
    /** It lost. */
    record Loss() implements DrawResult {
    }

    /**
     * It may win; MariaDB has not confirmed it yet.
     *
     * @param prizeId the prize it is a candidate for
     * @param entryId its entry in the ledger's stream
     */
    record Candidate(int prizeId, String entryId) implements DrawResult {
    }

    /**
     * It won; the commit stands on two machines.
     *
     * @param prizeId     the prize
     * @param unitOrdinal the unit of it
     */
    record Win(int prizeId, int unitOrdinal) implements DrawResult {
    }
}
