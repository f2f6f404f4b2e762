package org.turntable.mariadb.draw;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.draw.PlayerHistory;
import org.turntable.draw.PlayerState;
import org.turntable.mariadb.ledger.Heartbeat;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;

/** Players' history from {@code draw} and {@code player}: one range of the primary key per player. */
public final class MariaDbPlayerHistory implements PlayerHistory {
    private static final SqlStatement DRAWS = new SqlStatement(StatementBudget.PLAYER_DRAWS, """
            SELECT player_id, number, prize_id, unit_ordinal, drawn_at FROM draw
            WHERE campaign_id = ? AND player_id IN ({?}) ORDER BY player_id, number""");
    private static final SqlStatement KNOWN = new SqlStatement(
            StatementBudget.PLAYER_KNOWN, "SELECT player_id FROM player WHERE campaign_id = ? AND player_id IN ({?})");

    private final DataSource pool;
    private final String node;

    /**
     * @param pool connections that the application commits
     * @param node this node's name, for its heartbeat
     */
    public MariaDbPlayerHistory(DataSource pool, String node) {
        this.pool = pool;
        this.node = node;
    }

    @Override
    public Map<PlayerId, History> read(Campaign campaign, List<PlayerId> players, Campaign.Day day)
            throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Map<PlayerId, HistoryBuilder> builders = new HashMap<>();
                readDraws(connection, campaign.id(), players, day, builders);
                Set<PlayerId> known = readKnown(connection, campaign.id(), players);
                if (builders.values().stream().anyMatch(builder -> !builder.wins.isEmpty())) {
                    // The rows may be on this machine only; they are shown after a later write is on both.
                    Heartbeat.write(connection, node);
                }
                connection.commit();
                Map<PlayerId, History> histories = new HashMap<>();
                players.forEach(player -> histories.put(
                        player,
                        builders.getOrDefault(player, new HistoryBuilder()).history(known.contains(player), day)));
                return histories;
            } catch (SQLException error) {
                connection.rollback();
                throw error;
            }
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }

    private static void readDraws(
            Connection connection,
            int campaignId,
            List<PlayerId> players,
            Campaign.Day day,
            Map<PlayerId, HistoryBuilder> builders)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, DRAWS, campaignId, players);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                builders.computeIfAbsent(PlayerId.of(rows.getBytes("player_id")), player -> new HistoryBuilder())
                        .add(
                                rows.getInt("number"),
                                rows.getInt("prize_id"),
                                rows.getInt("unit_ordinal"),
                                UtcTimes.instant(rows, "drawn_at").toEpochMilli(),
                                day);
            }
        }
    }

    private static Set<PlayerId> readKnown(Connection connection, int campaignId, List<PlayerId> players)
            throws SQLException {
        Set<PlayerId> known = new HashSet<>();
        try (PreparedStatement statement = prepare(connection, KNOWN, campaignId, players);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                known.add(PlayerId.of(rows.getBytes(1)));
            }
        }
        return known;
    }

    private static PreparedStatement prepare(
            Connection connection, SqlStatement sql, int campaignId, List<PlayerId> players) throws SQLException {
        PreparedStatement statement = sql.prepare(connection, players.size());
        statement.setInt(1, campaignId);
        for (int i = 0; i < players.size(); i++) {
            statement.setBytes(i + 2, players.get(i).bytes());
        }
        return statement;
    }

    /** Collects one player's rows, which are in the order of their numbers. */
    private static final class HistoryBuilder {
        private int number;
        private int usedToday;
        private DrawOutcome last = new DrawOutcome.Loss();
        private final List<PlayerState.Win> wins = new ArrayList<>();

        void add(int drawNumber, int prizeId, int unitOrdinal, long drawnAtMs, Campaign.Day day) {
            number = drawNumber;
            usedToday += day.holds(drawnAtMs) ? 1 : 0;
            if (unitOrdinal == 0) {
                last = new DrawOutcome.Loss();
            } else {
                last = new DrawOutcome.Win(prizeId, unitOrdinal);
                wins.add(new PlayerState.Win(drawNumber, prizeId, unitOrdinal, drawnAtMs));
            }
        }

        History history(boolean known, Campaign.Day day) {
            return new History(known, number, usedToday, day, last, wins);
        }
    }
}
