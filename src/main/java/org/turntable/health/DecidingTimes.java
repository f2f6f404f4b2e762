package org.turntable.health;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By how much the clock of the Redis for draws is behind the deciding time of each campaign, as last read. The deciding
 * time never goes back, so after that clock was put back it stands still until the clock has caught up: windows, days
 * and releases of prizes stand still with it. Thread-safe; one thread sets it.
 */
public final class DecidingTimes {
    private static final Logger LOG = LoggerFactory.getLogger(DecidingTimes.class);

    private volatile Map<String, Double> behind = Map.of();
    private volatile Set<String> late = Set.of();

    /** @param seconds by campaign; 0 where the clock is not behind */
    public void set(Map<String, Double> seconds) {
        Set<String> lateBefore = late;
        Set<String> lateNow = new HashSet<>();
        seconds.forEach((campaign, one) -> {
            boolean before = lateBefore.contains(campaign);
            // As soon as the deciding time moves on there is nothing left to repair.
            boolean now = one >= ClockOffset.LIMIT || before && one > 0;
            if (now) {
                lateNow.add(campaign);
            }
            if (now && !before) {
                LOG.warn(
                        "the clock of the Redis for draws is {} s behind the deciding time of campaign {}, which stands"
                                + " still until then: set that machine's clock right",
                        String.format(Locale.ROOT, "%.1f", one),
                        campaign);
            } else if (before && !now) {
                LOG.info("the clock of the Redis for draws has reached the deciding time of campaign {}", campaign);
            }
        });
        behind = Map.copyOf(seconds);
        late = Set.copyOf(lateNow);
    }

    /** By campaign, in seconds; 0 in ordinary life. */
    public Map<String, Double> behind() {
        return behind;
    }

    /** The greatest one, in seconds. */
    public double most() {
        return behind.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** "ok", or the campaigns whose deciding time stands still. */
    String word() {
        Map<String, Double> now = new TreeMap<>(behind);
        now.keySet().retainAll(late);
        return now.isEmpty()
                ? "ok"
                : now.entrySet().stream()
                        .map(one -> String.format(
                                Locale.ROOT,
                                "redis is %.1f s behind the deciding time of %s",
                                one.getValue(),
                                one.getKey()))
                        .collect(Collectors.joining("; "));
    }
}
