package org.turntable.tool.reimport.apply;

import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.row.MatchedCampaign;

/** Makes Redis recount the taken units of a campaign and reload its players. */
public interface TakenRecount {
    /**
     * Starts the recount and waits for it.
     *
     * @throws DatabaseUnavailableException when Redis or the database does not answer, or the recount does not end in
     *     time
     */
    void recount(MatchedCampaign campaign) throws DatabaseUnavailableException;
}
