package org.turntable.testing.bench.sessions;

import redis.clients.jedis.Jedis;

/**
 * Commands that a Redis has executed, of all clients and all kinds, those inside scripts too: its {@code INFO
 * commandstats} added up.
 */
final class CommandCount {
    private static final String LINE = "cmdstat_";
    private static final String CALLS = ":calls=";

    private CommandCount() {}

    /** The sum since the server's start, this look itself left out. */
    static long of(Jedis redis) {
        return sum(redis.info("commandstats"));
    }

    static long sum(String info) {
        return info.lines()
                .filter(line -> line.startsWith(LINE) && !line.startsWith(LINE + "info" + CALLS))
                .mapToLong(CommandCount::calls)
                .sum();
    }

    private static long calls(String line) {
        int from = line.indexOf(CALLS) + CALLS.length();
        return Long.parseLong(line.substring(from, line.indexOf(',', from)));
    }
}
