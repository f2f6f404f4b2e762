package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** What a table of claims has of one player in one campaign. */
final class OfPlayer {
    /** Reads what one row says. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private OfPlayer() {
    }

    /**
     * The rows by the numbers of their draws.
     *
     * @param sql asks for a campaign and a player, in this order, and answers a column {@code draw_number}
     */
    static <T> Map<Integer, T> read(Connection connection, Sql sql, int campaignId, PlayerId player, Row<T> row) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            statement.setInt(1, campaignId);
            statement.setBytes(2, player.bytes());
            Map<Integer, T> all = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.put(rows.getInt("draw_number"), row.of(rows));
                }
            }
            return all;
        }
    }
}
