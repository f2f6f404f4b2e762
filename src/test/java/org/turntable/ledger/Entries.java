package org.turntable.ledger;

import org.turntable.player.Players;

/** Entries for tests, all of one campaign. */
public final class Entries {
    /** The campaign. */
    public static final int CAMPAIGN = 7;
    /** When Redis admitted them. */
    public static final long ADMITTED = 1_790_000_000_000L;

    private Entries() {
    }

    /** A player's draw that may win a prize. */
    public static LedgerEntry candidate(int player, int number, int prizeId) {
        return new LedgerEntry(CAMPAIGN, ADMITTED + "-" + (player * 100 + number), Players.player(player), number, prizeId);
    }

    /** A player's draw that lost. */
    public static LedgerEntry loss(int player, int number) {
        return candidate(player, number, 0);
    }

    /** A player's first visit. */
    public static LedgerEntry visit(int player) {
        return candidate(player, 0, 0);
    }

    /** What is stored for an entry that got a unit. */
    public static StoredDraw win(LedgerEntry entry, int unit) {
        return new StoredDraw(entry.prizeId(), unit, entry.admittedAtMs());
    }
}
