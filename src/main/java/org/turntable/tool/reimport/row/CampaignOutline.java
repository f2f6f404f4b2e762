package org.turntable.tool.reimport.row;

import java.util.List;

/**
 * The fields of a campaign by which it is matched with its counterpart in the other database.
 *
 * @param id its key in its database
 * @param slug its slug, unique in its database
 * @param prizes its prizes
 */
public record CampaignOutline(int id, String slug, List<PrizeOutline> prizes) {
    /**
     * A prize.
     *
     * @param id its key in its database
     * @param name its name, unique in its campaign
     */
    public record PrizeOutline(int id, String name) {}

    public CampaignOutline {
        prizes = List.copyOf(prizes);
    }
}
