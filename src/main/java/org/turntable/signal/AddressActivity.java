package org.turntable.signal;

import java.util.List;

/** What one address did in the last minute. Not thread-safe. */
final class AddressActivity {
    private static final long RATE_MS = 10_000;

    private final WindowCount draws = new WindowCount(RATE_MS);
    private final Crowd newPlayers = new Crowd();
    private final Crowd oddNewPlayers = new Crowd();

    /** Counts a draw; whether there are many. */
    boolean draw(long nowMs, int many) {
        draws.add(nowMs);
        return draws.at(nowMs) >= many;
    }

    /** @param odd whether the draw had no page view, or a quick tap */
    void newPlayer(PlayerKey key, boolean odd, long nowMs) {
        newPlayers.add(key, nowMs);
        if (odd) {
            oddNewPlayers.add(key, nowMs);
        }
    }

    int newPlayers(long nowMs) {
        return newPlayers.at(nowMs);
    }

    /** Whether many new players came, and most of them in a way that no person does. */
    boolean isFarm(long nowMs, int many) {
        int odd = oddNewPlayers.at(nowMs);
        return odd >= many && 2 * odd >= newPlayers.at(nowMs);
    }

    List<PlayerKey> takeFarm(long nowMs) {
        return oddNewPlayers.takeMembers(nowMs);
    }
}
