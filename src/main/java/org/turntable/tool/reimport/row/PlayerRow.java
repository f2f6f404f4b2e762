package org.turntable.tool.reimport.row;

import java.time.Instant;
import org.turntable.player.PlayerId;

/**
 * A row of {@code player}.
 *
 * @param player the player
 * @param firstSeenAt time of the first visit
 */
public record PlayerRow(PlayerId player, Instant firstSeenAt) {}
