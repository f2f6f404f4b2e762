package org.turntable.cli.preflight;

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
import org.turntable.app.RedisAddresses;
import org.turntable.app.Settings;
import org.turntable.app.StartRefused;
import org.turntable.cli.common.Database;
import org.turntable.entry.Finding;
import org.turntable.redis.RedisTime;

/** Compares this machine's clock with those of Redis, by which draws go, and of MariaDB. */
final class HostClock {
    private static final Duration MOST = Duration.ofMillis(500);
    private static final int ASKED = 5;

    private final Clock clock;

    HostClock(Clock clock) {
        this.clock = clock;
    }

    List<Finding> look(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        findings.add(redis("Redis for draws", settings.drawsRedis(), settings));
        findings.add(redis("Redis for sessions", settings.sessionsRedis(), settings));
        findings.add(mariaDb(settings));
        return findings;
    }

    private Finding redis(String name, Settings.RedisInstance where, Settings settings) {
        try (RedisTime redis = new RedisTime(RedisAddresses.of(where, settings.redisAuthorities()))) {
            return judge(name, offset(redis::now));
        } catch (IOException | SQLException | StartRefused away) {
            return Finding.failed(name + " does not answer", where + ": " + away.getMessage());
        }
    }

    private Finding mariaDb(Settings settings) {
        try (Database database = new Database(settings.database())) {
            try (Connection connection = database.pool().getConnection(); Statement statement = connection.createStatement()) {
                return judge("MariaDB", offset(() -> {
                    try (ResultSet row = statement.executeQuery("SELECT UTC_TIMESTAMP(6)")) {
                        row.next();
                        return row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                    }
                }));
            } catch (IOException | SQLException away) {
                return Finding.failed("MariaDB does not answer", database.failure(away).getMessage());
            }
        }
    }

    static Finding judge(String name, Duration offset) {
        String told = "clock " + (offset.isNegative() ? "" : "+") + offset.toMillis() + " ms to " + name;
        return offset.abs().compareTo(MOST) < 0 ? Finding.ok(told) : Finding.failed(told, "less than 500 ms are needed: which of the two is wrong? See chronyc tracking on both");
    }

    /** How far the other's clock is ahead. The answer that took least time says it best: the other looked at its clock somewhere within. */
    private Duration offset(Asked other) throws IOException, SQLException {
        Duration least = Duration.ofDays(1);
        Duration offset = Duration.ZERO;
        for (int i = 0; i < ASKED; i++) {
            Instant before = clock.instant();
            Instant theirs = other.time();
            Duration took = Duration.between(before, clock.instant());
            if (took.compareTo(least) < 0) {
                least = took;
                offset = Duration.between(before.plus(took.dividedBy(2)), theirs);
            }
        }
        return offset;
    }

    /** Whoever has a clock. */
    private interface Asked {
        Instant time() throws IOException, SQLException;
    }
}
