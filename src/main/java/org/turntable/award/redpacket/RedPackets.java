package org.turntable.award.redpacket;

import java.util.Map;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.player.PlayerId;

/**
 * Red packets as their winners see them. A row of the outbox is made when the winner asks for it, and not with the award: the award knows a
 * player by an HMAC alone, which tells nobody whom to pay, and no openid is kept of those who win nothing. What was won and not asked for
 * stands in the draws and cannot be lost; asked for twice it is one row, by its key.
 */
public interface RedPackets {
    /** Where a packet stands. */
    enum State {
        /** On its way, or about to be. */
        DUE,
        /** A call went out and its outcome is not known yet. */
        ASKED,
        /** Paid. */
        SENT,
        /** A person has to look at it. */
        FAILED,
        /** A person gave it up. */
        GIVEN_UP;

        /** The word in the database and in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What asking came to. */
    enum Collected {
        /** It is in the outbox, now or since before. */
        DONE,
        /** There is no such win of a red packet of this player's. */
        NO_SUCH_WIN,
        /** Nobody has said yet how much that prize pays. */
        NO_AMOUNT
    }

    /** The packets that a player asked for, by the draws' numbers. */
    Map<Integer, State> of(int campaignId, PlayerId player) throws ClaimsUnavailable;

    /**
     * Puts a packet into the outbox.
     *
     * @param openid whom to pay; kept sealed until it is paid or given up
     * @throws ClaimsUnavailable when it is not known whether it is there; the same call again is safe
     */
    Collected collect(WonDraw draw, String openid) throws ClaimsUnavailable;
}
