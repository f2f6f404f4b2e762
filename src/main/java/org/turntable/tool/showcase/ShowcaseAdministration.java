package org.turntable.tool.showcase;

import java.time.Instant;
import java.util.Optional;
import org.turntable.campaign.CampaignAdministration.RefusedException;
import org.turntable.campaign.LocalizedText;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.showcase.Showcases;
import org.turntable.showcase.Theme;

/**
 * Changes of a campaign's theme and rules. The first version of the rules is published when the campaign is scheduled.
 */
public interface ShowcaseAdministration {
    /**
     * Theme and rules of a campaign in any state; empty if there is no such campaign.
     *
     * @throws DatabaseUnavailableException if the database does not answer
     */
    Optional<Showcases.Published> find(String slug) throws DatabaseUnavailableException;

    /**
     * Replaces the theme of a campaign.
     *
     * @param byWhom name of the person, 1 to 60 characters
     * @throws RefusedException if there is no such campaign, the contrast of colours is too low, or the theme has a
     *     picture for an unknown prize
     * @throws DatabaseUnavailableException if the database does not answer
     */
    void replaceTheme(String slug, Theme theme, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException;

    /**
     * Publishes the next version of the rules, generated from the current campaign.
     *
     * @param notice what changed and why, for players, at most 500 characters
     * @param howToRedeem the new text of how to redeem; null if unchanged
     * @param byWhom name of the person, 1 to 60 characters
     * @return the number of the version
     * @throws RefusedException if there is no such campaign, it is a draft, or nothing changed
     * @throws DatabaseUnavailableException if the database does not answer
     */
    int amendRules(String slug, LocalizedText notice, LocalizedText howToRedeem, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException;
}
