package org.turntable.draw;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.player.PlayerId;

/** Redis for draws, as the draw needs it. Every future fails with {@link Unavailable} when Redis does not answer in time. */
public interface Admissions {
    /** The present by Redis's clock, as well as this node knows it. */
    Instant now();

    /**
     * Asks for one draw, in one round trip.
     *
     * @param number    the draw's number, from 1
     * @param candidate the prize that the roll hit, or null
     * @param epoch     the epoch that this node holds
     */
    CompletableFuture<Admission> admit(Campaign campaign, PlayerId player, int number, Prize candidate, Epoch epoch);

    /** What Redis answered to a page: a state, or what has to be mended first. */
    record View(PlayerState state, Admission.Stale stale) {
    }

    /** Where a player stands; a first visit is entered in the ledger. */
    CompletableFuture<View> view(Campaign campaign, PlayerId player, Epoch epoch);

    /** Brings a player's hash into this epoch; true unless the epoch has moved on. */
    CompletableFuture<Boolean> seed(Campaign campaign, PlayerId player, Epoch epoch, PlayerHistory.History history);

    /** Redis did not answer, or is another one than the epoch is bound to. */
    class Unavailable extends RuntimeException {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
