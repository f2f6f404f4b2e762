package org.turntable.signal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.signal.PlayerSignalStore.Addition;

/**
 * The signals of players on this node until they are recorded; bounded. A score that a shared address alone explains is
 * not recorded.
 */
final class SignalBook {
    /** The least score that is recorded. */
    static final int LEAST = 20;

    private static final long IDLE_MS = 60_000;

    private final int capacity;
    private final SignalMetrics metrics;
    private final Map<PlayerKey, Known> players = new ConcurrentHashMap<>();

    /** @param isNew whether there is something that is not recorded */
    private record Known(int bits, int draws, long firstAt, long lastAt, boolean isNew) {
        Known with(Known other) {
            return new Known(
                    bits | other.bits,
                    draws + other.draws,
                    Math.min(firstAt, other.firstAt),
                    Math.max(lastAt, other.lastAt),
                    true);
        }

        Known recorded() {
            return new Known(bits, 0, firstAt, lastAt, false);
        }

        int score() {
            return SignalReason.score(bits);
        }
    }

    /** @param capacity players, about 150 bytes each */
    SignalBook(int capacity, SignalMetrics metrics) {
        this.capacity = capacity;
        this.metrics = metrics;
    }

    /** A draw with reasons. */
    void note(PlayerKey key, int bits, long nowMs) {
        put(key, new Known(bits, 1, nowMs, nowMs, true));
    }

    /** Reasons that are found out after the draw. */
    void noteLater(PlayerKey key, int bits, long nowMs) {
        put(key, new Known(bits, 0, nowMs, nowMs, true));
    }

    private void put(PlayerKey key, Known signs) {
        if (!players.containsKey(key)) {
            boolean isLow = signs.score() < LEAST;
            // What will not be recorded must not displace what will.
            if (players.size() >= (isLow ? capacity / 2 : capacity)) {
                if (!isLow) {
                    metrics.dropped();
                }
                return;
            }
        }
        players.merge(key, signs, Known::with);
    }

    /**
     * Takes what has to be recorded, in the order of the keys, and forgets players who did nothing for a minute. A
     * player's reasons stay known until then.
     */
    List<Addition> take(long nowMs, int most) {
        List<Addition> taken = new ArrayList<>();
        for (Map.Entry<PlayerKey, Known> player : players.entrySet()) {
            if (taken.size() == most) {
                break;
            }
            Known seen = player.getValue();
            if (seen.isNew() && seen.score() >= LEAST) {
                players.computeIfPresent(player.getKey(), (key, now) -> {
                    taken.add(new Addition(key, now.bits(), now.draws(), now.firstAt(), now.lastAt()));
                    return now.recorded();
                });
            } else if (nowMs - seen.lastAt() > IDLE_MS) {
                players.remove(player.getKey(), seen);
            }
        }
        taken.sort(Comparator.comparing(Addition::key));
        return taken;
    }

    /** Returns what could not be recorded. */
    void giveBack(List<Addition> additions) {
        additions.forEach(
                back -> put(back.key(), new Known(back.bits(), back.draws(), back.firstAt(), back.lastAt(), true)));
    }
}
