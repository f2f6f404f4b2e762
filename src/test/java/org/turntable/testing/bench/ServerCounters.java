package org.turntable.testing.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import redis.clients.jedis.RedisClient;

/**
 * What the servers have counted since they started; a round is the difference of two.
 *
 * @param statements MariaDB's {@code Questions} on the primary: every statement a client sent, COMMIT included, a batch
 *     once
 * @param redisReads {@code total_reads_processed} of both Redis: how often one read from a client's socket. A call that
 *     is waited for alone is one; calls gathered into one write count once together
 * @param redisScripts calls of scripts ({@code eval}, {@code evalsha}) on both Redis
 */
record ServerCounters(long statements, long redisReads, long redisScripts) {
    /**
     * Reads the counters; costs one statement and two commands, which {@link #minus} leaves in: they are nothing in a
     * round.
     */
    static ServerCounters read(Connection primary, List<RedisClient> redis) throws SQLException {
        long reads = 0;
        long scripts = 0;
        for (RedisClient client : redis) {
            reads += number(client.info("stats"), "total_reads_processed:");
            String commands = client.info("commandstats");
            scripts += number(commands, "cmdstat_evalsha:calls=") + number(commands, "cmdstat_eval:calls=");
        }
        try (Statement statement = primary.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
            row.next();
            return new ServerCounters(row.getLong(2), reads, scripts);
        }
    }

    ServerCounters minus(ServerCounters before) {
        return new ServerCounters(
                statements - before.statements, redisReads - before.redisReads, redisScripts - before.redisScripts);
    }

    private static long number(String info, String name) {
        int at = info.indexOf(name);
        if (at < 0) {
            return 0;
        }
        int end = at += name.length();
        while (end < info.length() && Character.isDigit(info.charAt(end))) {
            end++;
        }
        return Long.parseLong(info.substring(at, end));
    }
}
