package org.turntable.signal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

/** The recorded signals. */
public interface PlayerSignalStore {
    /**
     * What a node has to add about a player.
     *
     * @param bits the reasons that it knows
     * @param draws how many draws with a reason it has not recorded yet
     * @param firstAt epoch milliseconds of the first draw with a reason
     * @param lastAt of the last one
     */
    record Addition(PlayerKey key, int bits, int draws, long firstAt, long lastAt) {}

    /**
     * A player with signals.
     *
     * @param score 0 to 100
     * @param draws draws with a reason
     */
    record Entry(PlayerId player, int score, List<SignalReason> reasons, long draws, Instant firstAt, Instant lastAt) {}

    /**
     * Adds to what is recorded, also by other nodes: reasons are united, the score is that of all reasons, draws are
     * summed.
     *
     * @param additions one for each player, in the order of the keys
     */
    void add(List<Addition> additions) throws DatabaseUnavailableException;

    /**
     * Deletes players whose last draw with a reason was before that moment.
     *
     * @param most how many at once
     * @return how many were deleted
     */
    int deleteBefore(Instant before, int most) throws DatabaseUnavailableException;

    /** The players with the highest scores; empty when there is no campaign with this slug. */
    Optional<List<Entry>> top(String slug, int most) throws DatabaseUnavailableException;
}
