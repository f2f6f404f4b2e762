package org.turntable.reimport;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.turntable.player.PlayerId;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.CampaignOutline;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.Revocation;
import org.turntable.reimport.row.UnitRow;
import org.turntable.reimport.row.Visit;

/** One of the two databases, read page by page in the order of its keys, so that a page is all that is ever in memory. */
public interface Rows {
    /** All campaigns but the one for rehearsals. */
    List<CampaignOutline> campaigns() throws Unavailable;

    /** The next draws of a campaign, in the order of their keys. */
    List<DrawRow> draws(int campaignId, DrawKey after, int most) throws Unavailable;

    /** The next units of a prize that were given out, each with its draw, in the order of their ordinals. */
    List<UnitRow> givenUnits(int campaignId, int prizeId, int afterOrdinal, int most) throws Unavailable;

    /** The next players of a campaign, in the order of their ids; null asks for the first. */
    List<Visit> visits(int campaignId, PlayerId after, int most) throws Unavailable;

    /** The next revocations, in the order of their numbers; none where the database is older than they. */
    List<Revocation> revocations(long afterId, int most) throws Unavailable;

    /** What became of the prizes of these draws; none where the database is older than that. */
    List<ClaimRow> claims(int campaignId, Collection<DrawKey> keys) throws Unavailable;

    /**
     * The first draws on which an address, a redemption or a red packet hangs although neither draw nor unit tells of a win, a thousand of
     * each at most.
     */
    List<DrawKey> claimsAdrift(int campaignId) throws Unavailable;

    /** What the prizes of a campaign pay, in hundredths of a yuan, by their ids; without an entry where nobody has said. */
    Map<Integer, Integer> amounts(int campaignId) throws Unavailable;

    /** The next entries about addresses, in the order of their numbers; none where the database is older than they. */
    List<ActionRow> actions(long afterId, int most) throws Unavailable;

    /** How many there are, for progress and for reports. */
    Size size(int campaignId) throws Unavailable;

    /** Rows of every table that a reimport does not look after, by name: what stands there is a person's affair. */
    Map<String, Long> otherTables() throws Unavailable;

    /** Whether it takes writes. */
    boolean isOpen() throws Unavailable;

    /** What the server says of itself, for the report. */
    String describe() throws Unavailable;

    /**
     * Rows of a campaign.
     *
     * @param players players
     * @param draws   draws
     * @param wins    those of them that won
     * @param lastDraw the latest draw; null without any
     */
    record Size(long players, long draws, long wins, Instant lastDraw) {
    }

    /** The database did not answer. */
    class Unavailable extends Exception {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
