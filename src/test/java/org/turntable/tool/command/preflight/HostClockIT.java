package org.turntable.tool.command.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.config.Settings;
import org.turntable.config.SettingsReader;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.stack.RedisServer;
import org.turntable.tool.line.Finding;

/** Compares clocks with a real Redis and a real MariaDB. */
class HostClockIT {
    private static MigratedDatabase database;
    private static RedisServer redis;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(false);
        database.server().openAlone();
        redis = RedisServer.draws().start();
    }

    @AfterAll
    static void stop() {
        redis.close();
        database.close();
    }

    @Test
    void aClockThatAgreesPasses() throws IOException {
        List<Finding> findings = new HostClock(Clock.systemUTC()).check(settings(redis.url()));
        assertEquals(3, findings.size());
        assertTrue(findings.stream().noneMatch(Finding::isFailed), findings.toString());
    }

    @Test
    void aClockThatIsBehindFailsAgainstEachOfThem() throws IOException {
        List<Finding> findings =
                new HostClock(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-3))).check(settings(redis.url()));
        assertTrue(findings.stream().allMatch(Finding::isFailed), findings.toString());
        assertTrue(
                findings.stream().allMatch(finding -> finding.what().matches("clock \\+(29|30)\\d\\d ms to .*")),
                findings.toString());
    }

    @Test
    void aServerThatDoesNotAnswerFails() throws IOException {
        List<Finding> findings = new HostClock(Clock.systemUTC()).check(settings("redis://127.0.0.1:1/0"));
        assertTrue(
                findings.get(0).isFailed() && findings.get(0).what().equals("Redis for draws does not answer"),
                findings.toString());
        assertFalse(findings.get(1).isFailed());
    }

    private Settings settings(String draws) throws IOException {
        MariaDbPools.Access access = database.access("turntable_app");
        Path file = Files.writeString(
                folder.resolve("turntable.properties"),
                String.join(
                        "\n",
                        "mode=demo",
                        "entry.origins=http://127.0.0.1:8080",
                        "database.hosts=" + String.join(",", access.hosts()),
                        "database.name=" + access.database(),
                        "database.password=" + access.password(),
                        "redis.draws.url=" + draws,
                        "redis.sessions.url=" + redis.url(),
                        "identity.secret=0f8e7d6c5b4a39281706f5e4d3c2b1a0",
                        "wechat.browser=any"));
        return new SettingsReader(Optional.of(file), true, Map.of(), () -> "test").read();
    }
}
