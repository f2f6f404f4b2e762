package org.turntable.draw;

import org.turntable.campaign.Campaign;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;

/** Blocked players in Redis, where every draw is checked. */
public interface PlayerBlockRegistry {
    /** What Redis did with a change. */
    sealed interface Answer {
        /** It is in effect in this epoch. */
        record Applied(long epoch) implements Answer {}

        /** No epoch is published: draws are closed, and nothing was changed. */
        record Closed() implements Answer {}

        /** Redis has a newer change of this player; nothing was changed. */
        record Newer() implements Answer {}
    }

    /**
     * Applies a change that MariaDB has stored. A player without a hash still counts as not loaded.
     *
     * @throws RedisUnavailableException if Redis does not answer; the change may be applied
     */
    Answer apply(Campaign campaign, PlayerId player, BlockState change);
}
