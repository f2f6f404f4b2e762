package org.turntable.claim.redpacket;

import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/**
 * Red packets from the winners' side. The row of the outbox is created when the winner collects the red packet, not
 * when the draw wins: a draw has the player's HMAC only, which cannot be paid, and openids of other players are not
 * stored. A win that was not collected remains in the draws. Collected twice it is one row, by its key.
 */
public interface RedPackets {
    /** The states of a red packet. */
    enum State {
        /** To be paid. */
        DUE,
        /** A call was sent and its result is not known yet. */
        ASKED,
        /** Paid. */
        SENT,
        /** Failed permanently; ops have to decide. */
        FAILED,
        /** Ops decided not to pay it. */
        GIVEN_UP;

        /** The word in the database and in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The result of collecting. */
    enum Collected {
        /** It is in the outbox, now or since an earlier call. */
        DONE,
        /** This draw did not win a red packet for this player. */
        NO_SUCH_WIN,
        /** The amount of this prize is not configured yet. */
        NO_AMOUNT
    }

    /** The red packets that a player collected, by draw number. */
    Map<Integer, State> of(int campaignId, PlayerId player) throws DatabaseUnavailableException;

    /**
     * Puts a packet into the outbox.
     *
     * @param openid the recipient; stored sealed until it is paid or given up
     * @throws DatabaseUnavailableException when it is not known whether it was committed; the call may be repeated
     */
    Collected collect(DrawKey draw, String openid) throws DatabaseUnavailableException;
}
