package org.turntable.draw;

import java.time.Instant;
import java.util.List;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

/** Blocked players in MariaDB, from which a player is loaded in a new epoch. */
public interface PlayerBlockStore {
    /**
     * The last change of one player.
     *
     * @param blocked whether the player is blocked by it
     * @param confirmed whether Redis has confirmed it; otherwise it has to be repeated
     * @param by its author
     * @param at when it was stored, by the clock of MariaDB
     */
    record Entry(PlayerId player, boolean blocked, boolean confirmed, String by, String reason, Instant at) {}

    /**
     * Stores a change, and a repeat as a newer change: it is committed on two machines when this method returns.
     *
     * @return its revision, higher than that of every earlier change of this player
     * @throws DatabaseUnavailableException if the database does not answer; the change may be stored
     */
    long change(int campaignId, PlayerId player, boolean blocked, String by, String reason)
            throws DatabaseUnavailableException;

    /**
     * Stores that Redis has confirmed the change of this revision, if the campaign's epoch still is the one in which
     * Redis has applied it. Every later epoch loads players after this change was stored.
     *
     * @return false if the epoch is another one: the Redis that answered may have been replaced
     */
    boolean confirm(int campaignId, PlayerId player, long revision, long epoch) throws DatabaseUnavailableException;

    /** The blocked players of a campaign, and those with a change that Redis has not confirmed; newest change first. */
    List<Entry> list(int campaignId) throws DatabaseUnavailableException;
}
