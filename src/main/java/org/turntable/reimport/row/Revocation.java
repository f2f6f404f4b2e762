package org.turntable.reimport.row;

import java.time.Instant;
import org.turntable.player.PlayerId;

/**
 * A row of {@code identity_revocation}: a player who was signed out everywhere, say because a phone was stolen. Left behind, it would let the
 * thief in again.
 *
 * @param id            its number in the database from which it was read
 * @param player        whose identities are refused
 * @param revokedBefore those issued earlier
 * @param by            who did it
 * @param reason        why
 * @param at            when
 */
public record Revocation(long id, PlayerId player, Instant revokedBefore, String by, String reason, Instant at) {
}
