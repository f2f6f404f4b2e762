package org.turntable.tool.command.preflight;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.turntable.config.RedisInstance;
import org.turntable.config.Settings;
import org.turntable.config.StartupException;
import org.turntable.redis.RedisAddresses;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.line.Finding;
import org.turntable.tool.redis.RedisTime;

/** Compares the clock of this machine with those of Redis, whose time decides draws, and of MariaDB. */
final class HostClock {
    private static final Duration GREATEST_OFFSET = Duration.ofMillis(500);
    private static final int SAMPLES = 5;

    private final Clock clock;

    HostClock(Clock clock) {
        this.clock = clock;
    }

    List<Finding> check(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        findings.add(redis("Redis for draws", settings.drawsRedis(), settings));
        findings.add(redis("Redis for sessions", settings.sessionsRedis(), settings));
        findings.add(mariaDb(settings));
        return findings;
    }

    private Finding redis(String name, RedisInstance where, Settings settings) {
        try (RedisTime redis = new RedisTime(RedisAddresses.of(where, settings.redisAuthorities()))) {
            return finding(name, offset(redis::now));
        } catch (IOException | SQLException | StartupException failed) {
            return Finding.failed(name + " does not answer", where + ": " + failed.getMessage());
        }
    }

    private Finding mariaDb(Settings settings) {
        try (ToolDatabase database = new ToolDatabase(settings.database())) {
            try (Connection connection = database.pool().getConnection();
                    Statement statement = connection.createStatement()) {
                return finding("MariaDB", offset(() -> {
                    try (ResultSet row = statement.executeQuery("SELECT UTC_TIMESTAMP(6)")) {
                        row.next();
                        return row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                    }
                }));
            } catch (IOException | SQLException failed) {
                return Finding.failed(
                        "MariaDB does not answer", database.failure(failed).getMessage());
            }
        }
    }

    static Finding finding(String name, Duration offset) {
        String what = "clock " + (offset.isNegative() ? "" : "+") + offset.toMillis() + " ms to " + name;
        return offset.abs().compareTo(GREATEST_OFFSET) < 0
                ? Finding.ok(what)
                : Finding.failed(
                        what,
                        "less than 500 ms are required; run chronyc tracking on both machines to find the "
                                + "wrong one");
    }

    /**
     * How far the other clock is ahead. The shortest of some requests gives the best value: the other machine read its
     * clock at some time during the request.
     */
    private Duration offset(RemoteClock other) throws IOException, SQLException {
        Duration least = Duration.ofDays(1);
        Duration offset = Duration.ZERO;
        for (int i = 0; i < SAMPLES; i++) {
            Instant before = clock.instant();
            Instant theirs = other.time();
            Duration duration = Duration.between(before, clock.instant());
            if (duration.compareTo(least) < 0) {
                least = duration;
                offset = Duration.between(before.plus(duration.dividedBy(2)), theirs);
            }
        }
        return offset;
    }

    /** A remote clock. */
    private interface RemoteClock {
        Instant time() throws IOException, SQLException;
    }
}
