package org.turntable.promises.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.TomcatNode;

/**
 * A node that could not play rightly does not start, and its log holds the sentence that names the mend and no secret.
 */
class StartRefusedIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String REFUSED = "Turntable does not start";

    private static Cluster parts;

    @BeforeAll
    static void start() {
        parts = Cluster.builder().tomcats(0).withoutSampleCampaign().start();
        parts.pair()
                .primary()
                .execute(
                        "CREATE DATABASE turntable_empty",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON turntable_empty.* TO turntable_app@'127.0.0.1'",
                        "CREATE USER turntable_reader@'127.0.0.1' IDENTIFIED BY '"
                                + parts.pair().applicationPassword() + "'",
                        "GRANT SELECT ON turntable.* TO turntable_reader@'127.0.0.1'",
                        "CREATE USER turntable_nobody@'127.0.0.1' IDENTIFIED BY '"
                                + parts.pair().applicationPassword() + "'");
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @Test
    void everySettingThatDoesNotFitIsNamedAtOnceWithItsValueAndItsMend() {
        refused(
                Map.of("database.pool.size", "lots", "ledger.sweep.age", "500", "database.hosts", "db-1"),
                "database.pool.size=lots: is not a whole number; give a whole number from 2 to 100 (default 6)",
                "ledger.sweep.age=500: is not more than ledger.own.age=2000",
                "give more",
                "database.hosts=db-1: 'db-1' is not address:port; write it as 10.0.0.5:3306");
    }

    @Test
    void aSecretThatIsTooShortIsNamedAndNotShown() {
        String log = refused(
                Map.of("identity.secret", "Tr0ub4dor&3-Tr0ub4dor"),
                "identity.secret=(hidden, 21 characters): is shorter than 32 characters; make one with: openssl rand");
        assertFalse(log.contains("Tr0ub4dor"), "the secret stands in the log");
    }

    @Test
    void aKeyThatIsNoSettingIsNamedWithTheOneThatIsMeant() {
        refused(
                Map.of("database.pool.sise", "6", "wheel.colour", "red"),
                "database.pool.sise: there is no such setting; did you mean database.pool.size?",
                "wheel.colour: there is no such setting; remove it");
    }

    @Test
    void productionWithTheSimpleSignInIsRefused() {
        refused(
                Map.of("mode", "production"),
                "sign-in=simple: allows everybody to sign in with any name, which mode=production refuses");
    }

    @Test
    void anEmptySchemaAsksForTheMigration() {
        refused(
                Map.of("database.name", "turntable_empty"),
                "The database's schema is at version 0, this build needs",
                "run `java -jar turntable-ops.jar migrate`, then start again.");
    }

    @Test
    void anAccountThatMayOnlyReadIsShownItsGrants() {
        refused(
                Map.of("database.user", "turntable_reader"),
                "run GRANT INSERT ON `turntable`.* TO 'turntable_reader'@'127.0.0.1'; as root on the primary.",
                "run GRANT UPDATE ON `turntable`.* TO 'turntable_reader'@'127.0.0.1'; as root on the primary.");
    }

    @Test
    void anAccountWithoutAnyRightIsShownWhereItsGrantsAre() {
        refused(
                Map.of("database.user", "turntable_nobody"),
                "database.name, database.user:",
                "Access denied for user 'turntable_nobody'@'127.0.0.1' to database 'turntable'",
                "grant the account with mariadb/accounts.sql");
    }

    @Test
    void aWrongPasswordOfTheDatabaseIsNamedAndNotShown() {
        String log = refused(
                Map.of("database.password", "not-the-right-one"),
                "database.user, database.password: MariaDB refuses the log-in; correct them, or create the account "
                        + "with mariadb/accounts.sql");
        assertFalse(log.contains("not-the-right-one"), "the password stands in the log");
    }

    @Test
    void aRedisForDrawsWithoutItsFileIsNamedWithItsMend() {
        parts.draws().command("CONFIG", "SET", "appendonly", "no");
        try {
            refused(
                    Map.of(),
                    "the Redis for draws has appendonly no",
                    "set appendonly yes and appendfsync always as redis/draws.conf does");
        } finally {
            parts.draws().command("CONFIG", "SET", "appendonly", "yes");
        }
    }

    @Test
    void aRedisForDrawsThatSyncsOnceASecondIsNamedWithItsMend() {
        parts.draws().command("CONFIG", "SET", "appendfsync", "everysec");
        try {
            refused(
                    Map.of(),
                    "the Redis for draws has appendfsync everysec",
                    "set appendfsync always as redis/draws.conf does");
        } finally {
            parts.draws().command("CONFIG", "SET", "appendfsync", "always");
        }
    }

    @Test
    void aRedisForDrawsThatEvictsIsNamedWithItsMend() {
        parts.draws().command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        try {
            refused(
                    Map.of(),
                    "the Redis for draws has maxmemory-policy allkeys-lru",
                    "set maxmemory-policy noeviction as redis/draws.conf does");
        } finally {
            parts.draws().command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
    }

    @Test
    void aRehearsalThatCannotBeWonStopsTheStart() {
        parts.pair()
                .primary()
                .execute(
                        "CREATE TABLE turntable.kept AS SELECT * FROM turntable.rehearsal",
                        "DELETE FROM turntable.rehearsal");
        try {
            refused(
                    Map.of(),
                    "the rehearsal draw failed: there is no campaign for rehearsals: run turntable-ops " + "migrate");
        } finally {
            parts.pair()
                    .primary()
                    .execute(
                            "INSERT INTO turntable.rehearsal SELECT * FROM turntable.kept",
                            "DROP TABLE turntable.kept");
        }
    }

    /**
     * Starts a node that must not become ready; returns its whole log, which names all sentences and none of the
     * system's secrets.
     */
    private static String refused(Map<String, String> wrong, String... sentences) {
        // The compiler's first tier alone: this JVM lives for some seconds.
        TomcatNode node =
                parts.addNode().with(wrong).heap("192m").environment("CATALINA_OPTS", "-XX:TieredStopAtLevel=1");
        // The start waits for a node that becomes ready, which this one does not; it returns when the node is killed.
        CompletableFuture<Void> start = CompletableFuture.runAsync(node::start).handle((none, failure) -> {
            assertTrue(failure != null, "the node became ready");
            return null;
        });
        try {
            Await.until(
                    node.name() + " is refused",
                    LIMIT,
                    () -> start.isDone() || text(node).contains(REFUSED));
            // The refusal is complete when Tomcat has gone on to its end: whatever it answers then is not readiness.
            Await.until(
                    node.name() + " has done with it",
                    LIMIT,
                    () -> start.isDone() || text(node).contains("Server startup in"));
            assertFalse(node.isReady(), "the node is ready");
            assertEquals(502, node.status("/c/golden-week"), "a player is not sent on to another node");
            assertEquals(503, node.opsStatus("/readyz"));
            assertEquals(200, node.opsStatus("/livez"));
            assertEquals(502, node.status("/livez"), "what is for ops is open to players");
        } finally {
            node.kill9();
        }
        start.join();
        String log = text(node);
        for (String sentence : sentences) {
            assertTrue(log.contains(sentence), () -> "The log does not say \"" + sentence + "\" but:\n" + log);
        }
        for (String secret : List.of("database.password", "redis.draws.url", "redis.sessions.url", "identity.secret")) {
            assertFalse(log.contains(parts.settings().get(secret)), () -> secret + " stands in the log");
        }
        assertFalse(log.contains(MariaDbPair.MIGRATION_USER), "a node knows the account of migrations");
        return log;
    }

    private static String text(TomcatNode node) {
        try {
            return Files.exists(node.log()) ? Files.readString(node.log(), StandardCharsets.UTF_8) : "";
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
