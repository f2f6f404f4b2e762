package org.turntable.web.campaign;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.turntable.campaign.Campaign;
import org.turntable.draw.DrawService;
import org.turntable.draw.PlayerState;
import org.turntable.player.PlayerId;

/** A player's state for pages: waits a limited time, and is empty where Redis is unavailable. */
public final class PlayerStates {
    private static final long PATIENCE_MS = 2_000;

    private final DrawService draws;

    public PlayerStates(DrawService draws) {
        this.draws = draws;
    }

    /** The state; empty when it cannot be read now. */
    public Optional<PlayerState> of(Campaign campaign, PlayerId player) {
        try {
            return draws.view(campaign, player).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException unavailable) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
