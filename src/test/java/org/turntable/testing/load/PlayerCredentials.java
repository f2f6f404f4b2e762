package org.turntable.testing.load;

/**
 * The credentials of players, created directly: a load test would otherwise have to sign in tens of thousands of
 * players over HTTP first.
 */
@FunctionalInterface
public interface PlayerCredentials {
    /**
     * The credentials of one player.
     *
     * @param playerIndex 0 or more; the same index is the same player
     */
    Credentials credentials(int playerIndex);

    /**
     * One player's credentials.
     *
     * @param cookie the whole Cookie header, for instance {@code tt_id=…}
     * @param csrf the form field csrf, as it is in the page's form
     */
    record Credentials(String cookie, String csrf) {}
}
