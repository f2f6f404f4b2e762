package org.turntable.draw;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;

/**
 * The operations of the Redis for draws that one draw or one page needs. Every future fails with
 * {@link RedisUnavailableException} if Redis does not answer in time.
 */
public interface Admissions {
    /** The estimated time of Redis's clock. */
    Instant now();

    /**
     * Requests one draw, in one round trip.
     *
     * @param number the draw's number, from 1
     * @param candidate the prize that the roll hit, or null
     * @param epoch the epoch that this node holds
     */
    CompletableFuture<Admission> admit(Campaign campaign, PlayerId player, int number, Prize candidate, Epoch epoch);

    /** The answer of Redis to a page: either the state, or the outdated data that must be updated first. */
    record View(PlayerState state, Admission.Stale stale) {}

    /** Reads the state of a player; a first visit is added to the ledger. */
    CompletableFuture<View> view(Campaign campaign, PlayerId player, Epoch epoch);

    /** Updates a player's hash to this epoch; false if the published epoch has changed. */
    CompletableFuture<Boolean> seed(Campaign campaign, PlayerId player, Epoch epoch, PlayerHistory.History history);
}
