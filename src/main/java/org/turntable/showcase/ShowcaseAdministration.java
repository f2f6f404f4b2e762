package org.turntable.showcase;

import java.time.Instant;
import java.util.Optional;
import org.turntable.campaign.CampaignAdministration.Refused;
import org.turntable.campaign.Campaigns;
import org.turntable.campaign.LocalText;

/** What operators do with a campaign's pages. The rules themselves are published when a campaign is scheduled. */
public interface ShowcaseAdministration {
    /**
     * Theme and rules of a campaign in whatever state; empty when there is no such campaign.
     *
     * @throws Campaigns.Unavailable when the database does not answer
     */
    Optional<Showcases.Published> find(String slug) throws Campaigns.Unavailable;

    /**
     * Gives a campaign another look, which takes the place of the one it had.
     *
     * @param byWhom who does it, 1 to 60 characters
     * @throws Refused               when there is no such campaign, the theme cannot be read by everybody, or it shows a prize that is not there
     * @throws Campaigns.Unavailable when the database does not answer
     */
    void dress(String slug, Theme theme, String byWhom, Instant now) throws Refused, Campaigns.Unavailable;

    /**
     * Publishes the next version of the rules, out of the campaign as it stands.
     *
     * @param notice      what changed and why, for players, 500 characters at most
     * @param howToRedeem the new text of how to redeem; null where that stays
     * @param byWhom      who does it, 1 to 60 characters
     * @return the version's number
     * @throws Refused               when there is no such campaign, it is a draft, or nothing changed
     * @throws Campaigns.Unavailable when the database does not answer
     */
    int amendRules(String slug, LocalText notice, LocalText howToRedeem, String byWhom, Instant now) throws Refused, Campaigns.Unavailable;
}
