package org.turntable.testing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import org.turntable.testing.load.PlayerCredentials;

/** The sessions that {@link UsualWaySetUp} puts into Redis. */
public final class YardstickCredentials implements PlayerCredentials {
    /** Takes no settings. */
    public YardstickCredentials(JsonNode none) {}

    @Override
    public Credentials credentials(int playerIndex) {
        return new Credentials("sid=" + session(playerIndex), csrf(playerIndex));
    }

    static String session(long player) {
        return BenchPlayers.id(player).toString();
    }

    static String csrf(long player) {
        return BenchPlayers.id(player + 1).toString();
    }
}
