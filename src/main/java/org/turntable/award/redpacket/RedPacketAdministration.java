package org.turntable.award.redpacket;

import java.util.List;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.award.redpacket.RedPackets.State;

/** Red packets as people see them who look after them. */
public interface RedPacketAdministration {
    /** A packet that is not over, or one that was given up. */
    record Listed(WonDraw draw, int amountFen, State state, int tries, String said) {
    }

    /**
     * Says what a prize pays.
     *
     * @return false where it is said already and the campaign is announced: what was published is not changed
     */
    boolean setAmount(int prizeId, int amountFen) throws ClaimsUnavailable;

    /** Packets in a state, oldest first, a thousand at most. */
    List<Listed> list(State state) throws ClaimsUnavailable;

    /** How many units of a prize were won whose winners have not asked for their packet. */
    int notCollected(int prizeId) throws ClaimsUnavailable;

    /** Has a failed packet tried again, the partner being asked first; false where it is not a failed one. */
    boolean retry(WonDraw draw) throws ClaimsUnavailable;

    /** Ends a failed packet for good, as not paid; false where it is not a failed one. */
    boolean giveUp(WonDraw draw, String by, String reason) throws ClaimsUnavailable;
}
