package org.turntable.tool.mariadb.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.mariadb.jdbc.MariaDbDataSource;
import org.turntable.tool.backup.HostException;
import org.turntable.tool.backup.RestoreCheck;
import org.turntable.tool.backup.RestoreCheck.Finding;

/** Checks the invariants of Turntable's database, which hold in every backup. */
public final class RestoredDatabase implements RestoreCheck.Inspector {
    private static final String TABLES = """
        SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME\
        """;
    private static final String SCHEMA =
            "SELECT COALESCE(MAX(CAST(version AS UNSIGNED)), 0), COALESCE(SUM(success = 0), 0) FROM "
                    + "flyway_schema_history";
    private static final String KEYS = """
        SELECT COUNT(DISTINCT TABLE_NAME, INDEX_NAME) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND NON_UNIQUE = 0
        AND (TABLE_NAME, INDEX_NAME) IN (('draw', 'PRIMARY'), ('player', 'PRIMARY'), ('prize_unit', 'PRIMARY'), ('prize_unit', 'one_unit_a_draw'),
                                         ('prize_unit', 'code_once'), ('campaign', 'one_campaign_a_path'))\
        """;
    private static final int KEYS_EXPECTED = 6;
    private static final String ROWS = """
        SELECT CONCAT((SELECT COUNT(*) FROM campaign), ' campaigns, ', (SELECT COUNT(*) FROM player), ' players, ', (SELECT COUNT(*) FROM draw), ' draws, the last of ',
                      COALESCE((SELECT MAX(drawn_at) FROM draw), 'never'), ' UTC')\
        """;
    private static final String AWARDS = """
        SELECT (SELECT COUNT(*) FROM draw WHERE unit_ordinal IS NOT NULL), (SELECT COUNT(*) FROM prize_unit WHERE player_id IS NOT NULL),
               (SELECT COUNT(*) FROM draw JOIN prize_unit unit ON unit.prize_id = draw.prize_id AND unit.ordinal = draw.unit_ordinal
                AND unit.player_id = draw.player_id AND unit.draw_number = draw.number), (SELECT COUNT(*) FROM prize_unit)\
        """;

    private final String database;

    /** @param database the name of Turntable's database */
    public RestoredDatabase(String database) {
        this.database = database;
    }

    @Override
    public boolean answers(int port, String user, String password) {
        try (Connection connection = connect(port, user, password, "")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static Connection connect(int port, String user, String password, String database) throws SQLException {
        return new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?connectTimeout=1000")
                .getConnection(user, password);
    }

    @Override
    public List<Finding> inspect(int port, String user, String password) throws HostException {
        try (Connection connection = connect(port, user, password, database);
                Statement statement = connection.createStatement()) {
            List<Finding> findings = new ArrayList<>();
            findings.add(tables(statement));
            try (ResultSet row = statement.executeQuery(SCHEMA)) {
                row.next();
                findings.add(new Finding(
                        row.getInt(1) > 0 && row.getInt(2) == 0,
                        "the schema is at version " + row.getInt(1)
                                + (row.getInt(2) == 0 ? "" : ", with failed migrations")));
            }
            int keys = Integer.parseInt(one(statement, KEYS));
            findings.add(
                    new Finding(keys == KEYS_EXPECTED, keys + " of " + KEYS_EXPECTED + " required unique keys exist"));
            findings.add(new Finding(true, one(statement, ROWS)));
            try (ResultSet row = statement.executeQuery(AWARDS)) {
                row.next();
                boolean consistent = row.getLong(1) == row.getLong(2)
                        && row.getLong(1) == row.getLong(3)
                        && row.getLong(2) <= row.getLong(4);
                findings.add(new Finding(
                        consistent,
                        row.getLong(1) + " wins, " + row.getLong(2) + " of " + row.getLong(4) + " units given out"
                                + (consistent
                                        ? ", each to its draw"
                                        : ", " + row.getLong(3) + " of them to the draw that says so")));
            }
            return findings;
        } catch (SQLException error) {
            throw new HostException("the restored database refused: " + error.getMessage(), error);
        }
    }

    /** Reads every row of every table, and every index. */
    private static Finding tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add("`" + rows.getString(1).replace("`", "``") + "`");
            }
        }
        if (tables.isEmpty()) {
            return new Finding(false, "there is no table");
        }
        List<String> errors = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("CHECK TABLE " + String.join(", ", tables) + " EXTENDED")) {
            while (rows.next()) {
                if (!(rows.getString("Msg_type").equals("status")
                        && rows.getString("Msg_text").equals("OK"))) {
                    errors.add(rows.getString("Table") + ": " + rows.getString("Msg_text"));
                }
            }
        }
        return new Finding(
                errors.isEmpty(),
                errors.isEmpty()
                        ? tables.size() + " tables and their indexes are intact (CHECK TABLE)"
                        : String.join("; ", errors));
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
