package org.turntable.reimport;

/** Lets Redis count anew what is taken of a campaign's prizes, and read its players anew. */
public interface Recount {
    /** @throws Rows.Unavailable when Redis, or the database, does not answer, or no recount came about in time */
    void of(CampaignPair campaign) throws Rows.Unavailable;
}
