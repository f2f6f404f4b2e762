package org.turntable.reimport;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;

/** What this database has, asked by key. */
public interface Lookups {
    /** Draws of a campaign, those that are there. */
    Map<DrawKey, DrawRow> draws(int campaignId, Collection<DrawKey> keys) throws Rows.Unavailable;

    /** The counterparts of stranded units of one prize here, by what was asked; those that are there. */
    Map<UnitRef, UnitRow> units(int prizeId, Collection<UnitRef> stranded) throws Rows.Unavailable;

    /** Conflicts that are recorded for stranded wins of these draws. */
    List<Conflict> conflicts(int campaignId, Collection<DrawKey> keys) throws Rows.Unavailable;

    /** What became of the prizes of these draws, as far as is known; the draws need not be there. */
    List<ClaimRow> claims(int campaignId, Collection<DrawKey> keys) throws Rows.Unavailable;

    /** Units of a prize that nobody has. */
    long freeUnits(int prizeId) throws Rows.Unavailable;
}
