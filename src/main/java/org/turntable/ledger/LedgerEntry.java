package org.turntable.ledger;

import java.util.Comparator;
import org.turntable.player.PlayerId;

/**
 * One entry of a campaign's ledger stream: an admitted draw, or a player's first visit.
 *
 * @param campaignId the campaign
 * @param entryId    the entry's id in the stream, which begins with Redis's time in milliseconds
 * @param player     who
 * @param number     the draw's number, from 1; 0 is a first visit
 * @param prizeId    the prize this draw is a candidate for; 0 for a loss
 * @param alsoVisit  whether this draw is the player's first visit, too
 */
public record LedgerEntry(int campaignId, String entryId, PlayerId player, int number, int prizeId, boolean alsoVisit) {
    /** The one order in which every writer inserts, so that two of them never wait for each other in a circle. */
    public static final Comparator<LedgerEntry> KEY_ORDER = Comparator.comparingInt(LedgerEntry::campaignId)
            .thenComparing(LedgerEntry::player).thenComparingInt(LedgerEntry::number);

    /** A draw of somebody who visited before, or that visit. */
    public LedgerEntry(int campaignId, String entryId, PlayerId player, int number, int prizeId) {
        this(campaignId, entryId, player, number, prizeId, false);
    }

    /** The first visit that came with this draw. */
    public LedgerEntry visit() {
        return new LedgerEntry(campaignId, entryId, player, 0, 0);
    }

    /** Whether this is a first visit and no draw. */
    public boolean isVisit() {
        return number == 0;
    }

    /** Whether this draw may win. */
    public boolean isCandidate() {
        return prizeId != 0;
    }

    /** When Redis admitted it, in milliseconds since the epoch, by Redis's clock. */
    public long admittedAtMs() {
        return Long.parseLong(entryId, 0, entryId.indexOf('-'), 10);
    }
}
