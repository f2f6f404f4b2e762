package org.turntable.ledger;

import org.turntable.player.DrawKey;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;

/**
 * An admitted draw.
 *
 * @param key the draw
 * @param entryId the entry's id in the stream
 * @param roll a loss or a candidate
 * @param firstVisit whether this entry also records the player's first visit
 */
public record DrawEntry(DrawKey key, String entryId, DrawOutcome roll, boolean firstVisit) implements LedgerEntry {
    /** A draw that lost. */
    public static DrawEntry loss(DrawKey key, String entryId, boolean firstVisit) {
        return new DrawEntry(key, entryId, DrawOutcome.LOSS, firstVisit);
    }

    /** A draw that may win a unit of that prize. */
    public static DrawEntry candidate(DrawKey key, String entryId, int prizeId, boolean firstVisit) {
        return new DrawEntry(key, entryId, new DrawOutcome.Candidate(prizeId, entryId), firstVisit);
    }

    @Override
    public int campaignId() {
        return key.campaignId();
    }

    @Override
    public PlayerId player() {
        return key.player();
    }

    /** The draw's number, from 1. */
    public int number() {
        return key.number();
    }

    /** Whether this draw may win. */
    public boolean isCandidate() {
        return roll instanceof DrawOutcome.Candidate;
    }

    /**
     * The prize of a candidate.
     *
     * @throws IllegalStateException for a loss
     */
    public int prizeId() {
        if (roll instanceof DrawOutcome.Candidate candidate) {
            return candidate.prizeId();
        }
        throw new IllegalStateException("a loss has no prize: " + key);
    }
}
