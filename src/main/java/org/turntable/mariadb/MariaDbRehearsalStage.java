package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.draw.RehearsalStage;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** The campaign that the table {@code rehearsal} names. */
public final class MariaDbRehearsalStage implements RehearsalStage {
    /** Besides this one, what others left behind whose node died in the middle: or the units would run out one day. */
    private static final String OR_ABANDONED = " < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)";
    // A join: for an IN (SELECT …) 10.11 reads every unit of every campaign, with its lock.
    private static final Sql FREE_THE_UNIT = new Sql(Budget.REHEARSAL_FREE_UNITS, """
            UPDATE prize_unit JOIN prize ON prize.id = prize_unit.prize_id
            SET prize_unit.player_id = NULL, prize_unit.draw_number = NULL, prize_unit.awarded_at = NULL
            WHERE prize.campaign_id = ? AND (prize_unit.player_id = ? OR prize_unit.awarded_at""" + OR_ABANDONED);
    private static final Sql CLEAR_DRAWS = new Sql(Budget.REHEARSAL_CLEAR_DRAWS,
            "DELETE FROM draw WHERE campaign_id = ? AND (player_id = ? OR drawn_at" + OR_ABANDONED);
    private static final Sql CLEAR_PLAYERS = new Sql(Budget.REHEARSAL_CLEAR_PLAYERS,
            "DELETE FROM player WHERE campaign_id = ? AND (player_id = ? OR first_seen_at" + OR_ABANDONED);

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbRehearsalStage(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Campaign> campaign() throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            return MariaDbCampaigns.forRehearsals(connection).stream().findFirst();
        } catch (SQLException error) {
            throw new Unavailable("the campaign for rehearsals could not be read: " + error.getMessage(), error);
        }
    }

    @Override
    public void clear(Campaign campaign, PlayerId player) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (Sql statement : List.of(FREE_THE_UNIT, CLEAR_DRAWS, CLEAR_PLAYERS)) {
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
            throw new Unavailable("the rehearsal could not be taken away: " + error.getMessage(), error);
        }
    }
}
