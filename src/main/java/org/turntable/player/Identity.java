package org.turntable.player;

import java.time.Instant;

/**
 * Who is asking, as the signed cookie says it.
 *
 * @param player   the player
 * @param issuedAt when it was signed, to the second
 */
public record Identity(PlayerId player, Instant issuedAt) {
}
