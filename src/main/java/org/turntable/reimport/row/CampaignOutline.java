package org.turntable.reimport.row;

import java.util.List;

/**
 * A campaign as far as it is needed to find its counterpart.
 *
 * @param id     its key in its database
 * @param slug   its path
 * @param prizes its prizes
 */
public record CampaignOutline(int id, String slug, List<PrizeOutline> prizes) {
    /**
     * A prize.
     *
     * @param id   its key in its database
     * @param name its name, unique in its campaign
     */
    public record PrizeOutline(int id, String name) {
    }

    public CampaignOutline {
        prizes = List.copyOf(prizes);
    }
}
