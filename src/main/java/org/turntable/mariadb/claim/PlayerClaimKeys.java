package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.player.PlayerId;

/** Reads the rows of one player in one campaign from a table of claims. */
final class PlayerClaimKeys {
    /** Maps one row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private PlayerClaimKeys() {}

    /**
     * The rows by draw number.
     *
     * @param sql has the parameters campaign and player, in this order, and a column {@code draw_number}
     */
    static <T> Map<Integer, T> read(
            Connection connection, SqlStatement sql, int campaignId, PlayerId player, Row<T> row) throws SQLException {
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
