package org.turntable.staff;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counters in memory that never expire. */
public final class MapCounters implements SignInCounters {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Set<String> turns = ConcurrentHashMap.newKeySet();

    @Override
    public long add(String subject, String counter, Duration window) {
        return counts.merge(subject + " " + counter, 1L, Long::sum);
    }

    @Override
    public void clear(String subject, String counter) {
        counts.remove(subject + " " + counter);
    }

    @Override
    public boolean takeTurn(String subject, Duration period) {
        return turns.add(subject);
    }

    /** The time of every turn is over. */
    void endTurns() {
        turns.clear();
    }
}
