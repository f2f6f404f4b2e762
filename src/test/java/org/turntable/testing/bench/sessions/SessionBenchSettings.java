package org.turntable.testing.bench.sessions;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What to measure of sessions and for how long.
 *
 * @param seconds measured time of one round
 * @param rounds rounds of each measurement, of which the median is reported
 * @param connections connections of the load, {@code -Dbench.sessions.connections}
 * @param sessions how many sessions they share, {@code -Dbench.sessions.count}; at least one for each connection
 * @param keepers whose sessions, {@code -Dbench.sessions.of}
 */
public record SessionBenchSettings(int seconds, int rounds, int connections, int sessions, Set<Keeper> keepers) {
    /** Who can keep sessions. */
    public enum Keeper {
        /** Tomcat's own memory: no Redis. */
        NONE,
        /** Turntable's filter. */
        TURNTABLE,
        /** Redisson's Tomcat manager, as documented and in its best mode. */
        REDISSON,
        /** Spring Session on Jedis. */
        SPRING
    }

    /**
     * Reads this part's own system properties; the rest is the same for all parts.
     *
     * @param turntable false to leave Turntable out, whatever the properties say
     */
    public static SessionBenchSettings fromSystemProperties(int seconds, int rounds, boolean turntable) {
        Set<Keeper> keepers = EnumSet.noneOf(Keeper.class);
        for (String keeper : System.getProperty("bench.sessions.of", "none,turntable,redisson,spring")
                .split(",")) {
            keepers.add(Keeper.valueOf(keeper.strip().toUpperCase(Locale.ROOT)));
        }
        if (!turntable) {
            keepers.remove(Keeper.TURNTABLE);
        }
        SessionBenchSettings settings = new SessionBenchSettings(
                seconds,
                rounds,
                Integer.getInteger("bench.sessions.connections", 32),
                Integer.getInteger("bench.sessions.count", 300),
                keepers);
        if (settings.sessions < settings.connections) {
            throw new IllegalArgumentException("bench.sessions.count=" + settings.sessions + " leaves some of "
                    + settings.connections + " connections without a session; give at least as many");
        }
        return settings;
    }
}
