package org.turntable.award.redpacket;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.award.redpacket.RedPackets.State;

/** What is to be paid, as its one sender sees it. */
public interface Outbox {
    /**
     * A packet whose time has come.
     *
     * @param asked whether a call for it went out before whose outcome is not known
     * @param tries this one included
     */
    record Due(WonDraw draw, int amountFen, String openid, boolean asked, int tries) {
        @Override
        public String toString() {
            return "Due[" + draw.text() + ", " + amountFen + "]";
        }
    }

    /** Whether this node is the one that sends, for so long. */
    boolean holdLease(String holder, Duration length) throws ClaimsUnavailable;

    /**
     * Takes packets whose time has come. Each counts as {@link State#ASKED} from the commit of this on, before any call goes out: whoever
     * finds it later, after a crash in the middle, asks before he pays.
     *
     * @param hold nobody takes them again before this is over
     */
    List<Due> take(int most, Duration hold) throws ClaimsUnavailable;

    /** It is paid: over, and the openid is erased. */
    void paid(WonDraw draw, String payment) throws ClaimsUnavailable;

    /**
     * It is to be tried again.
     *
     * @param state {@link State#DUE} where it is certainly not paid, {@link State#ASKED} where that is not known
     * @param said  the code of the last answer
     */
    void later(WonDraw draw, State state, String said, Duration wait) throws ClaimsUnavailable;

    /** A person has to look at it. */
    void failed(WonDraw draw, String said) throws ClaimsUnavailable;

    /** How many there are that are not over, by their states. */
    Map<State, Integer> waiting() throws ClaimsUnavailable;
}
