package org.turntable.ledger;

import java.util.List;
import org.turntable.outage.RedisUnavailableException;

/** The ledger's stream in Redis: entries that may not be in MariaDB yet. */
public interface LedgerStream {
    /** An entry and its stored result. */
    record Settlement(LedgerEntry entry, StoredDraw stored) {
        /**
         * Whether another draw with the same number is stored, so that the place of this entry among the candidates is
         * released.
         */
        public boolean releasesPlace() {
            return entry instanceof DrawEntry draw && draw.isCandidate() && !stored.wasCandidateFor(draw.prizeId());
        }
    }

    /**
     * A part of the stream, oldest first.
     *
     * @param entries those that this version can read
     * @param lastId the id of the last entry on the page, null at the end of the stream
     */
    record Page(List<LedgerEntry> entries, String lastId) {}

    /** Puts results into players' hashes and deletes the entries from the stream; a repetition changes nothing. */
    void settle(List<Settlement> settlements) throws RedisUnavailableException;

    /**
     * Reads entries after an id, up to another one.
     *
     * @param afterId an entry id, or null for the beginning
     * @param untilId the last entry to read, or null for the end
     * @param most maximum number of entries to read
     */
    Page read(int campaignId, String afterId, String untilId, int most) throws RedisUnavailableException;

    /** Moves an entry that the database rejects to the dead letters. */
    void moveToDeadLetters(LedgerEntry entry, String reason) throws RedisUnavailableException;

    /** Acquires or renews the lease to sweep this campaign's ledger; true for the holder. */
    boolean holdSweeperLease(int campaignId, String holder, long millis) throws RedisUnavailableException;

    /** Ends this holder's lease to sweep this campaign's ledger; the lease of another holder is left unchanged. */
    void releaseSweeperLease(int campaignId, String holder) throws RedisUnavailableException;

    /**
     * What waits in the stream.
     *
     * @param entries number of entries
     * @param deadLetters number of entries in the dead letters
     * @param oldestAgeMs age of the oldest entry in milliseconds, by Redis's clock
     * @param oldestId id of the oldest entry; null for an empty stream
     * @param newestId id of the newest entry; null for an empty stream
     * @param epoch the epoch that is published, read after the stream; 0 without one
     */
    record Backlog(long entries, long deadLetters, long oldestAgeMs, String oldestId, String newestId, long epoch) {}

    /**
     * Acquires or renews the lease for what the holder of the other lease leaves; one node at a time has it. A holder
     * of both is possible.
     */
    boolean holdOverdueLease(int campaignId, String holder, long millis) throws RedisUnavailableException;

    /** Ends this holder's lease for overdue entries; the lease of another holder is left unchanged. */
    void releaseOverdueLease(int campaignId, String holder) throws RedisUnavailableException;

    /** The backlog of one campaign. */
    Backlog backlog(int campaignId) throws RedisUnavailableException;
}
