package org.turntable.claim.redpacket;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;

/** The outbox of red packets, for the one node that sends. */
public interface RedPacketOutbox {
    /**
     * A red packet that is due.
     *
     * @param asked whether an earlier call was sent whose result is not known
     * @param tries including this one
     */
    record Due(DrawKey draw, int amountFen, String openid, boolean asked, int tries) {
        @Override
        public String toString() {
            return "Due[" + draw.text() + ", " + amountFen + "]";
        }
    }

    /** Acquires or extends the lease of the sender; false when another node has it. */
    boolean holdLease(String holder, Duration length) throws DatabaseUnavailableException;

    /**
     * Takes red packets that are due. Each is {@link State#ASKED} from this commit on, before any call is sent: after a
     * crash the next sender queries its payment state before it pays.
     *
     * @param hold how long they are not taken again
     */
    List<Due> take(int most, Duration hold) throws DatabaseUnavailableException;

    /** Records the payment; the state is final, and the openid is erased. */
    void paid(DrawKey draw, String payment) throws DatabaseUnavailableException;

    /**
     * Schedules a retry.
     *
     * @param state {@link State#DUE} when it is certainly not paid, {@link State#ASKED} when that is not known
     * @param said the code of the last answer
     */
    void later(DrawKey draw, State state, String said, Duration wait) throws DatabaseUnavailableException;

    /** Records a permanent failure, for ops. */
    void failed(DrawKey draw, String said) throws DatabaseUnavailableException;

    /** The number of red packets that are not in a final state, by state. */
    Map<State, Integer> waiting() throws DatabaseUnavailableException;
}
