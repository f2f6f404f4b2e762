package org.turntable.failover;

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
import org.turntable.stack.MariaDbServer;

/**
 * What is held against each other when nobody draws: both servers, and what anybody was told.
 *
 * @param winners what clients remember
 * @param record  what they wrote down outside of the system
 */
record Comparison(MariaDbServer writer, MariaDbServer replica, int campaignId, Winners winners, RecordOnDisk record) {
    /** Nothing differs, or the assertion names what does. */
    void holds() {
        assertEquals("0", replica.ask("SELECT MASTER_GTID_WAIT('" + writer.ask("SELECT @@gtid_binlog_pos") + "', 20)"),
                "the replica does not catch up");
        List<String> tables = List.of(writer.ask("SELECT GROUP_CONCAT(TABLE_NAME ORDER BY TABLE_NAME) FROM information_schema.TABLES "
                + "WHERE TABLE_SCHEMA = 'turntable' AND TABLE_TYPE = 'BASE TABLE'").split(","));
        assertTrue(tables.contains("draw"));
        assertEquals(checksums(writer, tables), checksums(replica, tables), "the servers differ");
        Map<String, String> stored = stored(replica);
        assertEquals(Map.of(), differences(winners.told(), stored), "answers that are not stored on both");
        Map<String, String> onDisk = new TreeMap<>();
        for (String[] line : record.read()) {
            if (line[0].equals("answer")) {
                String before = onDisk.put(line[1], line[2]);
                assertTrue(before == null || before.equals(line[2]), () -> line[1] + " was answered twice, differently");
            }
        }
        assertEquals(Map.of(), differences(onDisk, stored), "answers in the record that are not stored on both");
        assertEquals(List.of(), winners.contradictions());
    }

    private static Map<String, String> differences(Map<String, String> told, Map<String, String> stored) {
        Map<String, String> differences = new TreeMap<>();
        told.forEach((draw, value) -> {
            if (!value.equals(stored.get(draw))) {
                differences.put(draw, "told " + value + ", stored " + stored.get(draw));
            }
        });
        return differences;
    }

    private static Map<String, String> checksums(MariaDbServer server, List<String> tables) {
        Map<String, String> sums = new TreeMap<>();
        try (Connection connection = server.root(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("CHECKSUM TABLE " + String.join(", ", tables.stream().map(table -> "turntable." + table)
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
        try (Connection connection = server.root(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("SELECT player_id, number, COALESCE(unit_ordinal, 0) FROM turntable.draw WHERE campaign_id = "
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
