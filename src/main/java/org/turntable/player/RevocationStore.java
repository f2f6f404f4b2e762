package org.turntable.player;

import java.time.Instant;
import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;

/** The revoked identities in the database. */
public interface RevocationStore {
    /**
     * The revocations after an instant: for each player the time before which issued identities are refused.
     *
     * @param since the current time less the lifetime of identities; older revocations concern expired identities only
     * @throws DatabaseUnavailableException when the database does not answer
     */
    Map<PlayerId, Instant> since(Instant since) throws DatabaseUnavailableException;

    /**
     * Signs a player out everywhere. The time is that of the database's clock, plus a margin for the clock by which
     * identities are issued; see {@link Revocations#limit}.
     *
     * @param by the author, 1 to 60 characters
     * @param reason why, 1 to 200 characters
     * @return the time before which issued identities are refused
     * @throws DatabaseUnavailableException when the database does not answer
     */
    Instant revoke(PlayerId player, String by, String reason) throws DatabaseUnavailableException;
}
