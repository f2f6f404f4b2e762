package org.turntable.claim;

import java.util.Collection;
import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

/** The codes of coupons, for their owners only. */
public interface CouponCodes {
    /** A unit of a prize. */
    record Unit(int prizeId, int ordinal) {}

    /**
     * The codes of those units that this player won. A row that was read does not prove a win: pass units of confirmed
     * wins only.
     *
     * @return code by unit; without an entry when the unit has no code, or belongs to another player
     * @throws DatabaseUnavailableException when the database does not answer, or too many requests read codes
     */
    Map<Unit, String> of(PlayerId player, Collection<Unit> units) throws DatabaseUnavailableException;
}
