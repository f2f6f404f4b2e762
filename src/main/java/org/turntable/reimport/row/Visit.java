package org.turntable.reimport.row;

import java.time.Instant;
import org.turntable.player.PlayerId;

/**
 * A row of {@code player}.
 *
 * @param player      who
 * @param firstSeenAt when first
 */
public record Visit(PlayerId player, Instant firstSeenAt) {
}
