package org.turntable.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** What one User-Agent at one address did in the last minutes. Not thread-safe. */
final class DeviceActivity {
    private static final long LONG_MS = 600_000;
    /** After a longer time a person did something else in between; such times say nothing. */
    private static final long LONGEST_TAP_MS = 60_000;

    private static final int TAPS = 16;
    /** Of sixteen times, the two shortest and the two longest may be anything. */
    private static final int LEFT_OUT = 2;
    /** Times of persons spread over seconds. */
    private static final long SAME_MS = 150;

    private final Crowd newPlayers = new Crowd();
    private final long[] taps = new long[TAPS];
    private final long[] tapsAt = new long[TAPS];
    private final PlayerKey[] tappers = new PlayerKey[TAPS];
    private int tapped;
    private long snapshotAt = Long.MIN_VALUE / 2;

    void snapshot(long nowMs) {
        snapshotAt = nowMs;
    }

    boolean hadSnapshot(long nowMs) {
        return nowMs - snapshotAt <= LONG_MS;
    }

    /** @param age milliseconds from the page to the tap */
    void newPlayer(PlayerKey key, OptionalLong age, long nowMs) {
        newPlayers.add(key, nowMs);
        if (age.isPresent() && age.getAsLong() <= LONGEST_TAP_MS) {
            int place = tapped++ % TAPS;
            taps[place] = age.getAsLong();
            tapsAt[place] = nowMs;
            tappers[place] = key;
        }
    }

    /**
     * Whether many new players came, and few of the address had another User-Agent. Thousands of phones behind one
     * address have many: WeChat's has the phone's model and the versions of system and application.
     */
    boolean isFarm(long nowMs, int many, int ofAddress) {
        int mine = newPlayers.at(nowMs);
        return mine >= many && 2 * mine >= ofAddress;
    }

    List<PlayerKey> takeFarm(long nowMs) {
        return newPlayers.takeMembers(nowMs);
    }

    /** Whether the last new players all tapped after the same time. */
    boolean isConstant(long nowMs) {
        if (tapped < TAPS || nowMs - tapsAt[tapped % TAPS] > LONG_MS) {
            return false;
        }
        long[] sorted = taps.clone();
        Arrays.sort(sorted);
        return sorted[TAPS - 1 - LEFT_OUT] - sorted[LEFT_OUT] <= SAME_MS;
    }

    /** Whose taps those were, without those who were taken before. */
    List<PlayerKey> takeTappers() {
        List<PlayerKey> taken = new ArrayList<>();
        for (int i = 0; i < TAPS; i++) {
            if (tappers[i] != null) {
                taken.add(tappers[i]);
                tappers[i] = null;
            }
        }
        return taken;
    }
}
