package org.turntable.testing.bench.yardstick;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/**
 * One draw in one transaction: the player's chances are read, the stock row of what the roll hit is locked, read and
 * reduced, the draw is inserted, the player's chances are written. The caller holds the player's lock.
 */
final class UsualDraw {
    /** One roll in a hundred hits, as in the bench's campaign. */
    private static final int ODDS_BASE = 100;

    private static final int CHANCES = 1_000_000;
    /** The row of "thank you for taking part", where losing is a prize too. */
    private static final int THANK_YOU = 2;

    private static final int PRIZE = 1;

    private final DataSource database;
    private final boolean everyDrawHasStock;

    UsualDraw(DataSource database, boolean everyDrawHasStock) {
        this.database = database;
        this.everyDrawHasStock = everyDrawHasStock;
    }

    /** What was drawn. */
    record Result(int number, boolean won) {}

    Result draw(int player) throws SQLException {
        try (Connection connection = database.getConnection()) {
            try {
                Result result = draw(connection, player);
                connection.commit();
                return result;
            } catch (SQLException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }

    private Result draw(Connection connection, int player) throws SQLException {
        LocalDate day = LocalDate.now(ZoneOffset.UTC);
        int number = 1 + drawnBefore(connection, player, day);
        boolean hit = ThreadLocalRandom.current().nextInt(ODDS_BASE) == 0;
        boolean won = hit && takeStock(connection, PRIZE);
        if (!won && everyDrawHasStock) {
            takeStock(connection, THANK_YOU);
        }
        insertDraw(connection, player, number, won);
        spendChance(connection, player, number, day);
        return new Result(number, won);
    }

    private static int drawnBefore(Connection connection, int player, LocalDate day) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT drawn, IF(day = ?, drawn_today, 0) FROM usual_player WHERE player_id = ?")) {
            select.setObject(1, day);
            select.setInt(2, player);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getInt(1) >= CHANCES || row.getInt(2) >= CHANCES) {
                    throw new SQLException("no chances left for player " + player);
                }
                return row.getInt(1);
            }
        }
    }

    private static boolean takeStock(Connection connection, int prize) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT stock FROM usual_prize WHERE id = ? FOR UPDATE")) {
            select.setInt(1, prize);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getInt(1) == 0) {
                    return false;
                }
            }
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE usual_prize SET stock = stock - 1 WHERE id = ?")) {
            update.setInt(1, prize);
            return update.executeUpdate() == 1;
        }
    }

    private static void insertDraw(Connection connection, int player, int number, boolean won) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO usual_draw (player_id, number, drawn_at, prize_id) VALUES (?, ?, UTC_TIMESTAMP(3), ?)")) {
            insert.setInt(1, player);
            insert.setInt(2, number);
            insert.setObject(3, won ? PRIZE : null);
            insert.executeUpdate();
        }
    }

    private static void spendChance(Connection connection, int player, int number, LocalDate day) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE usual_player SET drawn = ?, drawn_today = IF(day = ?, drawn_today, 0) + 1, day = ? WHERE "
                        + "player_id = ?")) {
            update.setInt(1, number);
            update.setObject(2, day);
            update.setObject(3, day);
            update.setInt(4, player);
            update.executeUpdate();
        }
    }
}
