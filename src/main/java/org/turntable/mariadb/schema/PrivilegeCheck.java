package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Checks whether the application's account has the privileges that the application's statements need. Each statement is
 * prepared and never executed: the server then checks the privileges exactly as for an execution (roles and grants on
 * single tables included), writes nothing, and does so on a read-only server too, which EXPLAIN does not.
 */
public final class PrivilegeCheck {
    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1370);

    /** The privileges needed on each table, and a column for the trial UPDATE. */
    private enum Needs {
        CAMPAIGN("campaign", "SELECT INSERT UPDATE", "plan_version"),
        CAMPAIGN_RELEASE("campaign_release", "SELECT INSERT", ""),
        PRIZE("prize", "SELECT INSERT", ""),
        PRIZE_RELEASE("prize_release", "SELECT INSERT", ""),
        PRIZE_UNIT("prize_unit", "SELECT INSERT UPDATE", "draw_number"),
        PLAYER("player", "SELECT INSERT DELETE", ""),
        DRAW("draw", "SELECT INSERT DELETE", ""),
        DRAW_EPOCH("draw_epoch", "SELECT INSERT UPDATE", "epoch"),
        LEDGER_BEAT("ledger_beat", "SELECT INSERT UPDATE", "beats"),
        CAMPAIGN_TRANSITION("campaign_transition", "SELECT INSERT", ""),
        IDENTITY_REVOCATION("identity_revocation", "SELECT INSERT", ""),
        CLAIM_ADDRESS("claim_address", "SELECT INSERT UPDATE", "revision"),
        CLAIM_ACTION("claim_action", "INSERT", ""),
        VERIFIER("verifier", "SELECT INSERT UPDATE", "failures"),
        REDEMPTION("redemption", "SELECT INSERT", ""),
        RED_PACKET_PRIZE("red_packet_prize", "SELECT INSERT", ""),
        RED_PACKET("red_packet", "SELECT INSERT UPDATE", "tries"),
        RED_PACKET_LEASE("red_packet_lease", "SELECT UPDATE", "holder"),
        REHEARSAL("rehearsal", "SELECT", ""),
        CAMPAIGN_RULES("campaign_rules", "SELECT INSERT", ""),
        CAMPAIGN_THEME("campaign_theme", "SELECT INSERT UPDATE", "version"),
        CAMPAIGN_THEME_VALUE("campaign_theme_value", "SELECT INSERT DELETE", ""),
        PICTURE("picture", "SELECT INSERT UPDATE", "media_type"),
        LEDGER_COUNT("ledger_count", "SELECT INSERT UPDATE", "draws"),
        PLAYER_BLOCK("player_block", "SELECT INSERT UPDATE", "revision"),
        PLAYER_SIGNAL("player_signal", "SELECT INSERT UPDATE DELETE", "score"),
        OPERATOR("operator", "SELECT INSERT UPDATE", "failures"),
        OPERATOR_CHANGE("operator_change", "SELECT INSERT", ""),
        OPERATOR_RECOVERY_CODE("operator_recovery_code", "SELECT INSERT UPDATE DELETE", "used_at"),
        VERIFIER_CHANGE("verifier_change", "INSERT", ""),
        HISTORY("flyway_schema_history", "SELECT", "");

        private final String table;
        private final List<String> rights;
        private final String column;

        Needs(String table, String rights, String column) {
            this.table = table;
            this.rights = List.of(rights.split(" "));
            this.column = column;
        }

        private String trial(String right) {
            return switch (right) {
                case "SELECT" -> "SELECT * FROM " + table + " LIMIT 0";
                case "INSERT" -> "INSERT INTO " + table + " () VALUES ()";
                case "DELETE" -> "DELETE FROM " + table + " WHERE 1 = 0";
                default -> "UPDATE " + table + " SET " + column + " = 1 WHERE 1 = 0";
            };
        }
    }

    private PrivilegeCheck() {}

    /**
     * One sentence for each missing privilege, with the GRANT that adds it; empty when nothing is missing.
     *
     * @throws SQLException when the database does not answer, or a table does not exist (check {@link SchemaVersion}
     *     first)
     */
    public static List<String> missing(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            Map<String, List<String>> tablesByRight = new TreeMap<>();
            for (Needs needs : Needs.values()) {
                for (String right : needs.rights) {
                    if (!mayPrepare(statement, needs.trial(right))) {
                        tablesByRight
                                .computeIfAbsent(right, key -> new ArrayList<>())
                                .add(needs.table);
                    }
                }
            }
            return tablesByRight.isEmpty() ? List.of() : sentences(statement, tablesByRight);
        }
    }

    private static boolean mayPrepare(Statement statement, String trial) throws SQLException {
        try {
            statement.execute("PREPARE trial FROM '" + trial + "'");
            statement.execute("DEALLOCATE PREPARE trial");
            return true;
        } catch (SQLException error) {
            if (DENIED.contains(error.getErrorCode())) {
                return false;
            }
            throw error;
        }
    }

    private static List<String> sentences(Statement statement, Map<String, List<String>> tablesByRight)
            throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT CURRENT_USER(), DATABASE()")) {
            row.next();
            // CURRENT_USER() is the account that matched, as GRANT needs it; its host may be a pattern.
            String account = row.getString(1);
            int at = account.lastIndexOf('@');
            String quoted = "'" + account.substring(0, at) + "'@'" + account.substring(at + 1) + "'";
            String database = row.getString(2);
            List<String> sentences = new ArrayList<>();
            tablesByRight.forEach((right, tables) -> sentences.add(
                    "The account " + account + " lacks " + right + " on " + String.join(", ", tables) + ": run GRANT "
                            + right + " ON `" + database + "`.* TO " + quoted + "; as root on the primary."));
            return sentences;
        }
    }
}
