package org.turntable.ledger;

import org.turntable.player.DrawKey;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;

/** Entries for tests, all of one campaign. */
public final class Entries {
    /** The campaign. */
    public static final int CAMPAIGN = 7;
    /** The time of their admission. */
    public static final long ADMITTED = 1_790_000_000_000L;

    private Entries() {}

    /** A player's draw that may win a prize. */
    public static DrawEntry candidate(int player, int number, int prizeId) {
        return (DrawEntry) entry(CAMPAIGN, idOf(player, number), Players.player(player), number, prizeId);
    }

    /** A player's draw that lost. */
    public static DrawEntry loss(int player, int number) {
        return (DrawEntry) entry(CAMPAIGN, idOf(player, number), Players.player(player), number, 0);
    }

    /** A player's first visit. */
    public static FirstVisit visit(int player) {
        return new FirstVisit(CAMPAIGN, Players.player(player), idOf(player, 0));
    }

    private static String idOf(int player, int number) {
        return ADMITTED + "-" + (player * 100 + number);
    }

    /** An entry as in the stream: number 0 is a first visit, prize 0 a loss. */
    public static LedgerEntry entry(int campaignId, String entryId, PlayerId player, int number, int prizeId) {
        return entry(campaignId, entryId, player, number, prizeId, false);
    }

    /** The same, with the mark of a draw that is also a first visit. */
    public static LedgerEntry entry(
            int campaignId, String entryId, PlayerId player, int number, int prizeId, boolean firstVisit) {
        if (number == 0) {
            return new FirstVisit(campaignId, player, entryId);
        }
        DrawKey key = new DrawKey(campaignId, player, number);
        return prizeId == 0
                ? DrawEntry.loss(key, entryId, firstVisit)
                : DrawEntry.candidate(key, entryId, prizeId, firstVisit);
    }

    /** The number of a draw; 0 for a first visit. */
    public static int number(LedgerEntry entry) {
        return entry instanceof DrawEntry draw ? draw.number() : 0;
    }

    /** The prize of a candidate; 0 for everything else. */
    public static int prizeId(LedgerEntry entry) {
        return entry instanceof DrawEntry draw && draw.isCandidate() ? draw.prizeId() : 0;
    }

    /** The unit of a win; 0 for everything else. */
    public static int unit(StoredDraw stored) {
        return stored.outcome() instanceof DrawOutcome.Win win ? win.unitOrdinal() : 0;
    }

    /** A stored draw as in the columns: prize 0 is a loss, unit 0 is none. */
    public static StoredDraw stored(int prizeId, int unit, long drawnAtMs) {
        DrawOutcome outcome = prizeId == 0
                ? DrawOutcome.LOSS
                : unit == 0 ? new DrawOutcome.NoUnitLeft(prizeId) : new DrawOutcome.Win(prizeId, unit);
        return new StoredDraw(outcome, drawnAtMs);
    }

    /** What is stored for an entry that got a unit. */
    public static StoredDraw win(LedgerEntry entry, int unit) {
        return stored(prizeId(entry), unit, entry.admittedAtMs());
    }
}
