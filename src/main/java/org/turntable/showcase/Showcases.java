package org.turntable.showcase;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turntable.outage.DatabaseUnavailableException;

/** The showcases in the database. Only background threads call it. */
public interface Showcases {
    /**
     * The part that changes only with the showcase's version.
     *
     * @param theme the look of the pages
     * @param rules every published version, newest first
     */
    record Published(Theme theme, List<RulesVersion> rules) {}

    /**
     * The version of each campaign's showcase; it increases with every change of its theme and rules.
     *
     * @throws DatabaseUnavailableException when the database does not answer
     */
    Map<Integer, Long> versions() throws DatabaseUnavailableException;

    /**
     * Theme and rules of a campaign.
     *
     * @throws DatabaseUnavailableException when the database does not answer
     */
    Published published(int campaignId) throws DatabaseUnavailableException;

    /**
     * Ids of a campaign's prizes without a free unit; one index lookup for each prize.
     *
     * @throws DatabaseUnavailableException when the database does not answer
     */
    Set<Integer> soldOut(int campaignId) throws DatabaseUnavailableException;

    /**
     * The winners, by prize in the campaign's order.
     *
     * @param mostOfEach maximum number of winners for each prize
     * @throws DatabaseUnavailableException when the database does not answer
     */
    List<Winners> winners(int campaignId, int mostOfEach) throws DatabaseUnavailableException;
}
