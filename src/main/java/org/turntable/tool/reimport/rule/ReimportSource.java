package org.turntable.tool.reimport.rule;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.CampaignOutline;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;
import org.turntable.tool.reimport.row.UnitRow;

/** One of the two databases, read page by page in the order of its keys, so that only one page is in memory. */
public interface ReimportSource {
    /** All campaigns except the one for rehearsals. */
    List<CampaignOutline> campaigns() throws DatabaseUnavailableException;

    /** The next draws of a campaign, in the order of their keys. */
    List<DrawRow> draws(int campaignId, PlayerDrawKey after, int most) throws DatabaseUnavailableException;

    /** The next awarded units of a prize, each with its draw, in the order of their ordinals. */
    List<UnitRow> awardedUnits(int campaignId, int prizeId, int afterOrdinal, int most)
            throws DatabaseUnavailableException;

    /**
     * The next players of a campaign, in the order of their ids.
     *
     * @param after the last player of the page before; null for the first page
     */
    List<PlayerRow> players(int campaignId, PlayerId after, int most) throws DatabaseUnavailableException;

    /** The next revocations, in the order of their ids; none where the database does not have the table. */
    List<RevocationRow> revocations(long afterId, int most) throws DatabaseUnavailableException;

    /** The claims of these draws; none where the database does not have the tables. */
    List<ClaimRow> claims(int campaignId, Collection<PlayerDrawKey> keys) throws DatabaseUnavailableException;

    /**
     * Draws that have an address, a redemption or a red packet although neither draw nor unit records a win; at most
     * 1,000 of each.
     */
    List<PlayerDrawKey> orphanedClaims(int campaignId) throws DatabaseUnavailableException;

    /** Amounts of the red packets of a campaign, in fen, by prize id; without an entry where no amount is set. */
    Map<Integer, Integer> amounts(int campaignId) throws DatabaseUnavailableException;

    /** The next audit entries of addresses, in the order of their ids; none where the database has no such table. */
    List<ActionRow> actions(long afterId, int most) throws DatabaseUnavailableException;

    /** Numbers of rows of a campaign, for progress and reports. */
    Size size(int campaignId) throws DatabaseUnavailableException;

    /** Numbers of rows of every table that a reimport does not handle, by name. */
    Map<String, Long> otherTables() throws DatabaseUnavailableException;

    /** Whether the server accepts writes. */
    boolean isOpen() throws DatabaseUnavailableException;

    /** Version, address and data folder of the server, for the report. */
    String describe() throws DatabaseUnavailableException;

    /**
     * Numbers of rows of a campaign.
     *
     * @param players players
     * @param draws draws
     * @param wins draws that won
     * @param lastDraw time of the latest draw; null without draws
     */
    record Size(long players, long draws, long wins, Instant lastDraw) {}
}
