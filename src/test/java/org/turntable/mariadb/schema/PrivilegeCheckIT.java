package org.turntable.mariadb.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.MariaDbPools;

class PrivilegeCheckIT {
    private static final String ACCOUNT = "turntable_app@'127.0.0.1'";
    private static MigratedDatabase database;

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(true);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void theAccountOfAccountsSqlHasAllPrivileges() throws SQLException {
        grant("SELECT, INSERT, UPDATE, DELETE ON turntable.*");
        assertEquals(List.of(), missing());
    }

    @Test
    void aMissingPrivilegeIsReportedWithItsGrant() throws SQLException {
        grant("SELECT, INSERT ON turntable.*");
        List<String> missing = missing();
        assertEquals(2, missing.size());
        assertTrue(missing.get(0).contains("lacks DELETE on player, draw"), missing.get(0));
        missing = missing.subList(1, 2);
        assertTrue(
                missing.get(0).contains("lacks UPDATE on campaign, prize_unit, draw_epoch, ledger_beat"),
                missing.get(0));
        assertTrue(
                missing.get(0).contains("GRANT UPDATE ON `turntable`.* TO 'turntable_app'@'127.0.0.1'"),
                missing.get(0));
    }

    @Test
    void grantsOnSingleTablesAreAcceptedAndAMissingOneIsFound() throws SQLException {
        grant("SELECT ON turntable.*");
        for (String table : List.of(
                "campaign",
                "prize_unit",
                "draw_epoch",
                "ledger_beat",
                "ledger_count",
                "player_block",
                "player_signal",
                "operator",
                "operator_recovery_code",
                "campaign_theme",
                "picture",
                "claim_address",
                "verifier",
                "red_packet",
                "red_packet_lease")) {
            database.server().execute("GRANT INSERT, UPDATE ON turntable." + table + " TO " + ACCOUNT);
        }
        for (String table : List.of(
                "campaign_release",
                "prize",
                "prize_release",
                "player",
                "campaign_transition",
                "identity_revocation",
                "operator_change",
                "verifier_change",
                "campaign_rules",
                "campaign_theme_value",
                "claim_action",
                "redemption",
                "red_packet_prize")) {
            database.server().execute("GRANT INSERT ON turntable." + table + " TO " + ACCOUNT);
        }
        for (String table :
                List.of("player", "draw", "campaign_theme_value", "operator_recovery_code", "player_signal")) {
            database.server().execute("GRANT DELETE ON turntable." + table + " TO " + ACCOUNT);
        }
        List<String> missing = missing();
        assertEquals(1, missing.size(), missing.toString());
        assertTrue(missing.get(0).contains("lacks INSERT on draw:"), missing.get(0));
    }

    @Test
    void theCheckWritesNothingAndWorksOnAReadOnlyServer() throws SQLException {
        grant("SELECT, INSERT, UPDATE, DELETE ON turntable.*");
        database.server()
                .execute(
                        "INSERT IGNORE INTO turntable.ledger_beat VALUES ('n', 7, NOW(3))", "SET GLOBAL read_only = 1");
        try {
            assertEquals(List.of(), missing());
        } finally {
            database.server().openAlone();
        }
        assertEquals(
                "7 1", database.server().ask("SELECT CONCAT_WS(' ', MAX(beats), COUNT(*)) FROM turntable.ledger_beat"));
    }

    private static void grant(String rights) {
        database.server()
                .execute("REVOKE ALL PRIVILEGES, GRANT OPTION FROM " + ACCOUNT, "GRANT " + rights + " TO " + ACCOUNT);
    }

    /** On fresh connections, without the pool's refusal of read-only servers. */
    private static List<String> missing() throws SQLException {
        MariaDbPools.Access access = database.access("turntable_app");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:mariadb://" + access.hosts().get(0) + "/" + access.database());
        config.setUsername(access.user());
        config.setPassword(access.password());
        config.setMaximumPoolSize(1);
        try (HikariDataSource plain = new HikariDataSource(config)) {
            return PrivilegeCheck.missing(plain);
        }
    }
}
