package org.turntable.showcase;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turntable.campaign.Campaigns;

/** Showcases as they stand in the database. Every method is asked by a background thread alone. */
public interface Showcases {
    /**
     * What stays the same as long as its version does.
     *
     * @param theme how the pages look
     * @param rules every published version, the newest first
     */
    record Published(Theme theme, List<RulesVersion> rules) {
    }

    /**
     * A number for each campaign that rises with every change of its theme and rules.
     *
     * @throws Campaigns.Unavailable when the database does not answer
     */
    Map<Integer, Long> versions() throws Campaigns.Unavailable;

    /**
     * Theme and rules of a campaign.
     *
     * @throws Campaigns.Unavailable when the database does not answer
     */
    Published published(int campaignId) throws Campaigns.Unavailable;

    /**
     * Ids of a campaign's prizes of which no unit is free: one look into an index for each.
     *
     * @throws Campaigns.Unavailable when the database does not answer
     */
    Set<Integer> soldOut(int campaignId) throws Campaigns.Unavailable;

    /**
     * Who won, by prize in the campaign's order.
     *
     * @param mostOfEach winners that are named for each prize
     * @throws Campaigns.Unavailable when the database does not answer
     */
    List<Winners> winners(int campaignId, int mostOfEach) throws Campaigns.Unavailable;
}
