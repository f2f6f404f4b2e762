package org.turntable.mariadb.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.turntable.player.PlayerId;

/** Inserts draws directly into the tables, with the same rows that the ledger writes. */
public final class PastTheLedger {
    private PastTheLedger() {}

    /**
     * Stores one draw in a separate transaction.
     *
     * @param prizeId null for a loss
     * @param unit null if no unit was awarded
     */
    public static void store(
            Connection connection, int campaignId, PlayerId player, int number, Integer prizeId, Integer unit)
            throws SQLException {
        connection.setAutoCommit(false);
        if (unit != null) {
            try (PreparedStatement award = connection.prepareStatement(
                    "UPDATE prize_unit SET player_id = ?, draw_number = ?, awarded_at = UTC_TIMESTAMP(3) WHERE "
                            + "prize_id = ? AND ordinal = ?")) {
                award.setBytes(1, player.bytes());
                award.setInt(2, number);
                award.setInt(3, prizeId);
                award.setInt(4, unit);
                award.executeUpdate();
            }
        }
        try (PreparedStatement draw = connection.prepareStatement(
                "INSERT INTO draw (campaign_id, player_id, number, drawn_at, prize_id, unit_ordinal) VALUES (?, ?, "
                        + "?, '2026-10-01 01:00:00.007', ?, ?)")) {
            draw.setInt(1, campaignId);
            draw.setBytes(2, player.bytes());
            draw.setInt(3, number);
            draw.setObject(4, prizeId);
            draw.setObject(5, unit);
            draw.executeUpdate();
        }
        connection.commit();
    }
}
