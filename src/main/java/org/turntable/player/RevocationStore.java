package org.turntable.player;

import java.time.Instant;
import java.util.Map;

/** Revoked identities as they stand in the database. */
public interface RevocationStore {
    /**
     * For each player who was signed out after an instant, before when identities are refused.
     *
     * @param since now less the time for which an identity is good: older revocations concern identities that have expired
     * @throws Unavailable when the database does not answer
     */
    Map<PlayerId, Instant> since(Instant since) throws Unavailable;

    /**
     * Signs a player out everywhere, now by the database's clock.
     *
     * @param by     who does it, 1 to 60 characters
     * @param reason why, 1 to 200 characters
     * @return before when identities are refused
     * @throws Unavailable when the database does not answer
     */
    Instant revoke(PlayerId player, String by, String reason) throws Unavailable;

    /** The database did not answer; what a node holds stays in force. */
    class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
