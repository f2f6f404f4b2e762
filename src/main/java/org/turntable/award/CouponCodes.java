package org.turntable.award;

import java.util.Collection;
import java.util.Map;
import org.turntable.player.PlayerId;

/** The codes of coupons, for their owners alone. */
public interface CouponCodes {
    /** A unit of a prize. */
    record Unit(int prizeId, int ordinal) {
    }

    /**
     * The codes of those units that are this player's. A row that is read proves no win: ask for units of confirmed wins only.
     *
     * @return code by unit; without an entry where the unit has no code, or is somebody else's
     * @throws Unavailable when the database does not answer, or too many ask at once
     */
    Map<Unit, String> of(PlayerId player, Collection<Unit> units) throws Unavailable;

    /** It cannot be known now. */
    class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
