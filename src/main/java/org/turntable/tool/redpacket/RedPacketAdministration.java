package org.turntable.tool.redpacket;

import java.util.List;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;

/** Administration of red packets. */
public interface RedPacketAdministration {
    /** A red packet that is not paid, or was given up. */
    record Listed(DrawKey draw, int amountFen, State state, int tries, String partnerReply) {}

    /**
     * Sets the amount of a prize.
     *
     * @return false if it is set and the campaign is announced: published amounts are not changed
     */
    boolean setAmount(int prizeId, int amountFen) throws DatabaseUnavailableException;

    /** Red packets in a state, the oldest first, at most a thousand. */
    List<Listed> list(State state) throws DatabaseUnavailableException;

    /** Number of won units of a prize whose winners have not asked for the payment. */
    int notCollected(int prizeId) throws DatabaseUnavailableException;

    /**
     * Schedules a retry of a failed red packet, which first asks the partner for its state; false if it is not a failed
     * one.
     */
    boolean retry(DrawKey draw) throws DatabaseUnavailableException;

    /** Gives up a failed red packet, as not paid; false if it is not a failed one. */
    boolean giveUp(DrawKey draw, String by, String reason) throws DatabaseUnavailableException;
}
