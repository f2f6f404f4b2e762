package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.MariaDbServer;

/**
 * Compares both servers with each other and with the answers that clients received, while no client draws.
 *
 * @param clients the answers that the clients have in memory
 * @param answerLog the answers that they wrote to disk
 */
record PairComparison(
        MariaDbServer writer, MariaDbServer replica, int campaignId, WinningClients clients, AnswerLog answerLog) {
    /** Asserts that nothing differs. */
    void verify() {
        assertEquals(
                "0",
                replica.ask("SELECT MASTER_GTID_WAIT('" + writer.ask("SELECT @@gtid_binlog_pos") + "', 20)"),
                "the replica does not catch up");
        List<String> tables =
                List.of(writer.ask("SELECT GROUP_CONCAT(TABLE_NAME ORDER BY TABLE_NAME) FROM information_schema.TABLES "
                                + "WHERE TABLE_SCHEMA = 'turntable' AND TABLE_TYPE = 'BASE TABLE'")
                        .split(","));
        assertTrue(tables.contains("draw"));
        assertEquals(checksums(writer, tables), checksums(replica, tables), "the servers differ");
        Map<String, String> stored = stored(replica);
        assertEquals(Map.of(), differences(clients.answers(), stored), "answers that are not stored on both servers");
        Map<String, String> onDisk = new TreeMap<>();
        for (String[] line : answerLog.read()) {
            if (line[0].equals("answer")) {
                String before = onDisk.put(line[1], line[2]);
                assertTrue(
                        before == null || before.equals(line[2]),
                        () -> line[1] + " was answered twice with different results");
            }
        }
        assertEquals(Map.of(), differences(onDisk, stored), "answers in the log that are not stored on both servers");
        assertEquals(List.of(), clients.contradictions());
    }

    private static Map<String, String> differences(Map<String, String> answers, Map<String, String> stored) {
        Map<String, String> differences = new TreeMap<>();
        answers.forEach((draw, value) -> {
            if (!value.equals(stored.get(draw))) {
                differences.put(draw, "answered " + value + ", stored " + stored.get(draw));
            }
        });
        return differences;
    }

    private static Map<String, String> checksums(MariaDbServer server, List<String> tables) {
        Map<String, String> sums = new TreeMap<>();
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("CHECKSUM TABLE "
                        + String.join(
                                ", ",
                                tables.stream()
                                        .map(table -> "turntable." + table)
                                        .toList()))) {
            while (rows.next()) {
                sums.put(rows.getString(1), rows.getString(2));
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
        return sums;
    }

    private Map<String, String> stored(MariaDbServer server) {
        Map<String, String> stored = new TreeMap<>();
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT player_id, number, COALESCE(unit_ordinal, 0) FROM turntable.draw WHERE campaign_id = "
                                + campaignId)) {
            while (rows.next()) {
                stored.put(PlayerId.of(rows.getBytes(1)) + "/" + rows.getInt(2), rows.getString(3));
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
        return stored;
    }
}
