package org.turntable.ledger;

import java.util.List;

/** The ledger's stream in Redis: what MariaDB may not have yet. */
public interface DrawLog {
    /** An entry and what became of it. */
    record Settlement(LedgerEntry entry, StoredDraw stored) {
        /** Whether the stored draw is another one of the same number, so that this entry's place among the candidates is free again. */
        public boolean givesPlaceBack() {
            return entry.isCandidate() && stored.prizeId() != entry.prizeId();
        }
    }

    /**
     * A part of the stream, oldest first.
     *
     * @param entries those that this version can read
     * @param lastId  the id of the last entry that was looked at, null at the end of the stream
     */
    record Page(List<LedgerEntry> entries, String lastId) {
    }

    /** Puts results into players' hashes and takes the entries out of the stream; repeating it changes nothing. */
    void settle(List<Settlement> settlements) throws Unavailable;

    /**
     * Entries after an id and admitted at least so long ago.
     *
     * @param afterId    an entry id, or null for the beginning
     * @param minimumAge in milliseconds, by Redis's clock
     * @param most       how many to look at
     */
    Page read(int campaignId, String afterId, long minimumAge, int most) throws Unavailable;

    /** Moves an entry that the database refuses to the dead letters. */
    void bury(LedgerEntry entry, String reason) throws Unavailable;

    /** Takes or renews the right to sweep this campaign's ledger. */
    boolean holdSweeperLease(int campaignId, String holder, long millis) throws Unavailable;

    /** How far behind MariaDB is: entries in the stream, entries among the dead letters, and the oldest entry's age. */
    record Backlog(long entries, long deadLetters, long oldestAgeMs) {
    }

    /** The backlog of one campaign. */
    Backlog backlog(int campaignId) throws Unavailable;

    /** Redis did not answer. */
    class Unavailable extends Exception {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
