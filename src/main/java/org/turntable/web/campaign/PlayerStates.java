package org.turntable.web.campaign;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.turntable.campaign.Campaign;
import org.turntable.concurrent.Bulkhead;
import org.turntable.concurrent.Deadline;
import org.turntable.draw.DrawService;
import org.turntable.draw.PlayerState;
import org.turntable.player.PlayerId;

/**
 * A player's state for pages: waits a limited time, and is empty where Redis is unavailable. A healthy Redis answers
 * within the time that every page may wait. Longer waits are for players whose state is read from MariaDB, and have a
 * bulkhead: when that is slow too, pages come without the state, and do not hold all threads.
 */
public final class PlayerStates {
    /** How long every page waits. */
    public static final Duration SHORT_WAIT = Duration.ofMillis(250);
    /** How long a page in the bulkhead waits after that. */
    public static final Duration LONG_WAIT = Duration.ofMillis(1_750);
    /** Pages of a node that may be in the longer wait. */
    public static final int LONG_WAITS_AT_ONCE = 1;

    private final DrawService draws;
    private final Bulkhead longWaits;

    /** @param longWaits shared by all pages of the node */
    public PlayerStates(DrawService draws, Bulkhead longWaits) {
        this.draws = draws;
        this.longWaits = longWaits;
    }

    /** The state; empty when it cannot be read now. */
    public Optional<PlayerState> of(Campaign campaign, PlayerId player) {
        CompletableFuture<Optional<PlayerState>> state = draws.view(campaign, player);
        if (isThere(state, SHORT_WAIT)) {
            return state.join();
        }
        if (state.isCompletedExceptionally() || !longWaits.tryEnter()) {
            return Optional.empty();
        }
        try {
            return isThere(state, LONG_WAIT) ? state.join() : Optional.empty();
        } finally {
            longWaits.leave();
        }
    }

    private static boolean isThere(CompletableFuture<?> state, Duration wait) {
        try {
            state.get(Deadline.ofThread().millisLeft(wait.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException unavailable) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
