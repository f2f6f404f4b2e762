package org.turntable.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.config.StartupException;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.mariadb.pool.MariaDbPools.Access;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.redis.RedisAddress;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.RedisServer;

/** A part that is there and wrong stops the start with a sentence that names the mend; a part that is away does not. */
class StartupChecksIT {
    private static RedisServer redis;
    private static MigratedDatabase database;
    private HikariDataSource pool;

    @BeforeAll
    static void start() {
        redis = RedisServer.draws().start();
        database = new MigratedDatabase(true);
    }

    @AfterAll
    static void stop() {
        redis.close();
        database.close();
    }

    @AfterEach
    void closePool() {
        if (pool != null) {
            pool.close();
        }
    }

    @Test
    void theRedisOfDrawsConfIsAccepted() {
        assertDoesNotThrow(() -> StartupChecks.redis(address(redis, null)));
    }

    @Test
    void aRedisWithoutPersistenceOrWithEvictionStopsTheStart() {
        try (RedisServer sessions = RedisServer.sessions().start()) {
            StartupException refused =
                    assertThrows(StartupException.class, () -> StartupChecks.redis(address(sessions, null)));
            assertTrue(refused.getMessage().contains("set appendonly yes"), refused.getMessage());
            assertTrue(refused.getMessage().contains("set maxmemory-policy noeviction"), refused.getMessage());
        }
    }

    @Test
    void aRedisThatDoesNotSyncWhatItAnswersStopsTheStart() {
        try {
            redis.command("CONFIG", "SET", "appendfsync", "everysec");
            redis.command("CONFIG", "SET", "no-appendfsync-on-rewrite", "yes");
            StartupException refused =
                    assertThrows(StartupException.class, () -> StartupChecks.redis(address(redis, null)));
            assertTrue(refused.getMessage().contains("set appendfsync always"), refused.getMessage());
            assertTrue(refused.getMessage().contains("set no-appendfsync-on-rewrite no"), refused.getMessage());
        } finally {
            redis.command("CONFIG", "SET", "appendfsync", "always");
            redis.command("CONFIG", "SET", "no-appendfsync-on-rewrite", "no");
        }
    }

    @Test
    void aRedisThatDoesNotShowHowItSyncsDoesNotStopTheStart() {
        redis.command("ACL", "SETUSER", "node", "on", ">secret of the node", "~tt:*", "+@all", "-config");
        assertDoesNotThrow(() -> StartupChecks.redis(RedisAddress.of(
                List.of(RedisAddress.host("127.0.0.1", redis.port())),
                Optional.empty(),
                Optional.empty(),
                "node",
                "secret of the node",
                0)));
    }

    @Test
    void aRedisThatRefusesTheLogInStopsTheStartAndThePasswordIsNotLogged() {
        StartupException refused =
                assertThrows(StartupException.class, () -> StartupChecks.redis(address(redis, "wrong-password")));
        assertTrue(refused.getMessage().contains("redis.draws.url"), refused.getMessage());
        assertFalse(refused.getMessage().contains("wrong-password"), refused.getMessage());
    }

    @Test
    void anUnavailableRedisDoesNotStopTheStart() {
        assertDoesNotThrow(() -> StartupChecks.redis(RedisAddress.of("127.0.0.1", Ports.free(), "any")));
    }

    @Test
    void aDatabaseWithSchemaAndPrivilegesIsAccepted() {
        // A connection keeps the rights that it found, and other tests here take some away for a moment.
        assertTrue(StartupChecks.database(pool(database.access("turntable_app"))));
    }

    @Test
    void anUnavailableDatabaseDoesNotStopTheStart() {
        Access here = database.access("turntable_app");
        assertFalse(StartupChecks.database(
                pool(new Access(List.of("127.0.0.1:" + Ports.free()), here.database(), here.user(), here.password()))));
    }

    @Test
    void aDatabaseThatRefusesTheLogInStopsTheStartAndThePasswordIsNotLogged() {
        Access here = database.access("turntable_app");
        StartupException refused = assertThrows(
                StartupException.class,
                () -> StartupChecks.database(
                        pool(new Access(here.hosts(), here.database(), here.user(), "wrong-password"))));
        assertTrue(
                refused.getMessage().contains("database.password")
                        && refused.getMessage().contains("accounts.sql"),
                refused.getMessage());
        assertFalse(refused.getMessage().contains("wrong-password"), refused.getMessage());
    }

    @Test
    void aMissingPrivilegeStopsTheStartAndTheGrantIsNamed() {
        database.server().execute("REVOKE UPDATE ON turntable.* FROM turntable_app@'127.0.0.1'");
        try {
            StartupException refused = assertThrows(
                    StartupException.class, () -> StartupChecks.database(pool(database.access("turntable_app"))));
            assertTrue(refused.getMessage().contains("GRANT UPDATE"), refused.getMessage());
        } finally {
            database.server().execute("GRANT UPDATE ON turntable.* TO turntable_app@'127.0.0.1'");
        }
    }

    @Test
    void aSchemaThatIsTooOldStopsTheStartAndAMigrationIsAskedFor() {
        database.server().execute("RENAME TABLE turntable.flyway_schema_history TO turntable.history_away");
        try {
            StartupException refused = assertThrows(
                    StartupException.class, () -> StartupChecks.database(pool(database.access("turntable_app"))));
            assertTrue(refused.getMessage().contains("turntable-ops.jar migrate"), refused.getMessage());
        } finally {
            database.server().execute("RENAME TABLE turntable.history_away TO turntable.flyway_schema_history");
        }
    }

    @Test
    void aDatabaseUnavailableAtTheStartIsCheckedBeforeTheFirstRead() throws Exception {
        int[] reads = {0};
        CheckedCampaigns campaigns = new CheckedCampaigns(
                () -> {
                    reads[0]++;
                    return List.of();
                },
                pool(database.access("turntable_app")),
                false);
        database.server().execute("REVOKE UPDATE ON turntable.* FROM turntable_app@'127.0.0.1'");
        try {
            assertThrows(DatabaseUnavailableException.class, campaigns::published);
            assertEquals(0, reads[0]);
        } finally {
            database.server().execute("GRANT UPDATE ON turntable.* TO turntable_app@'127.0.0.1'");
        }
        // Rights on a database are read anew by connections that come after the change.
        pool.getHikariPoolMXBean().softEvictConnections();
        Await.until(
                "it is mended, and the node notices by itself",
                Duration.ofSeconds(10),
                () -> campaigns.published().isEmpty());
        assertEquals(1, reads[0]);
    }

    private HikariDataSource pool(Access access) {
        pool = MariaDbPools.forNode(access, "start-checks", 2, MariaDbPools.NODE_ANSWER);
        return pool;
    }

    private static RedisAddress address(RedisServer server, String otherPassword) {
        String password = otherPassword != null
                ? otherPassword
                : URI.create(server.url()).getUserInfo().substring(1);
        return RedisAddress.of("127.0.0.1", server.port(), password);
    }
}
