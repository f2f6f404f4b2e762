package org.turntable.tool.reimport.row;

import java.time.Instant;
import org.turntable.player.PlayerId;

/**
 * A row of {@code identity_revocation}: a player who was signed out on all devices, for example after a theft. Without
 * the row, the stolen device would be accepted again.
 *
 * @param id its id in the database from which it was read
 * @param player whose identity cookies are refused
 * @param revokedBefore cookies issued before this time
 * @param by who did it
 * @param reason why
 * @param at when
 */
public record RevocationRow(long id, PlayerId player, Instant revokedBefore, String by, String reason, Instant at) {}
