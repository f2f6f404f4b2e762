package org.turntable.ledger;

import java.util.Comparator;
import org.turntable.player.PlayerId;

/** One entry of a campaign's ledger stream: an admitted draw or a player's first visit. */
public sealed interface LedgerEntry permits DrawEntry, FirstVisit {
    /**
     * The order in which every writer inserts, so that transactions do not deadlock: by campaign, player, and number; a
     * first visit comes before the player's draws.
     */
    Comparator<LedgerEntry> KEY_ORDER = Comparator.comparingInt(LedgerEntry::campaignId)
            .thenComparing(LedgerEntry::player)
            .thenComparingInt(entry -> entry instanceof DrawEntry draw ? draw.number() : 0);

    /** The campaign. */
    int campaignId();

    /** The player. */
    PlayerId player();

    /** The entry's id in the stream, which begins with Redis's time in milliseconds. */
    String entryId();

    /** When Redis admitted it, in milliseconds since the epoch, by Redis's clock. */
    default long admittedAtMs() {
        return Long.parseLong(entryId(), 0, entryId().indexOf('-'), 10);
    }
}
