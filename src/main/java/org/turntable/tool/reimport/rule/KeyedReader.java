package org.turntable.tool.reimport.rule;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;

/** Reads rows of the target by key. */
public interface KeyedReader {
    /** The draws of those keys that exist. */
    Map<PlayerDrawKey, DrawRow> draws(int campaignId, Collection<PlayerDrawKey> keys)
            throws DatabaseUnavailableException;

    /**
     * The counterparts of units of the stranded database, as far as they exist.
     *
     * @param prizeId the prize in the target
     * @param stranded the units
     * @return counterparts by stranded unit
     */
    Map<UnitRef, UnitRow> units(int prizeId, Collection<UnitRef> stranded) throws DatabaseUnavailableException;

    /** Recorded conflicts of stranded wins of these draws. */
    List<Conflict> conflicts(int campaignId, Collection<PlayerDrawKey> keys) throws DatabaseUnavailableException;

    /** The claims of these draws; the draws themselves need not exist. */
    List<ClaimRow> claims(int campaignId, Collection<PlayerDrawKey> keys) throws DatabaseUnavailableException;

    /** Number of free units of a prize. */
    long freeUnits(int prizeId) throws DatabaseUnavailableException;
}
