package org.turntable.player;

import java.time.Instant;

/**
 * The identity of a player, as in the signed cookie.
 *
 * @param player the player
 * @param issuedAt when it was signed, to the second
 */
public record Identity(PlayerId player, Instant issuedAt) {}
