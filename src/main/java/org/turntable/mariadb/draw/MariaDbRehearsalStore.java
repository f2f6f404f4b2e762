package org.turntable.mariadb.draw;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.draw.RehearsalStore;
import org.turntable.mariadb.campaign.MariaDbCampaigns;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

/** The campaign that the table {@code rehearsal} names. */
public final class MariaDbRehearsalStore implements RehearsalStore {
    /** Also the rows of older rehearsals whose node died; otherwise the units would eventually run out. */
    private static final String OR_ABANDONED = " < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)";
    // A join: for an IN (SELECT …) MariaDB 10.11 reads and locks every unit of every campaign.
    private static final SqlStatement FREE_UNITS =
            new SqlStatement(StatementBudget.REHEARSAL_FREE_UNITS, """
            UPDATE prize_unit JOIN prize ON prize.id = prize_unit.prize_id
            SET prize_unit.player_id = NULL, prize_unit.draw_number = NULL, prize_unit.awarded_at = NULL
            WHERE prize.campaign_id = ? AND (prize_unit.player_id = ? OR prize_unit.awarded_at""" + OR_ABANDONED);
    private static final SqlStatement CLEAR_DRAWS = new SqlStatement(
            StatementBudget.REHEARSAL_CLEAR_DRAWS,
            "DELETE FROM draw WHERE campaign_id = ? AND (player_id = ? OR drawn_at" + OR_ABANDONED);
    private static final SqlStatement CLEAR_PLAYERS = new SqlStatement(
            StatementBudget.REHEARSAL_CLEAR_PLAYERS,
            "DELETE FROM player WHERE campaign_id = ? AND (player_id = ? OR first_seen_at" + OR_ABANDONED);

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbRehearsalStore(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Campaign> campaign() throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return MariaDbCampaigns.forRehearsals(connection).stream().findFirst();
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(
                    "the campaign for rehearsals could not be read: " + error.getMessage(), error);
        }
    }

    @Override
    public void clear(Campaign campaign, PlayerId player) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (SqlStatement statement : List.of(FREE_UNITS, CLEAR_DRAWS, CLEAR_PLAYERS)) {
                    try (PreparedStatement prepared = statement.prepare(connection)) {
                        prepared.setInt(1, campaign.id());
                        prepared.setBytes(2, player.bytes());
                        prepared.executeUpdate();
                    }
                }
                connection.commit();
            } finally {
                connection.rollback();
            }
        } catch (SQLException error) {
            throw new DatabaseUnavailableException("the rehearsal could not be deleted: " + error.getMessage(), error);
        }
    }
}
