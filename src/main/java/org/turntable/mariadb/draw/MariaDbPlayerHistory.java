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
import org.turntable.draw.BlockState;
import org.turntable.draw.PlayerHistory;
import org.turntable.draw.PlayerState;
import org.turntable.mariadb.ledger.Heartbeat;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;

/**
 * Players' history from {@code draw}, {@code player} and {@code player_block}: one range of each primary key per
 * player.
 */
public final class MariaDbPlayerHistory implements PlayerHistory {
    private static final SqlStatement DRAWS = new SqlStatement(StatementBudget.PLAYER_DRAWS, """
            SELECT player_id, number, prize_id, unit_ordinal, drawn_at FROM draw
            WHERE campaign_id = ? AND player_id IN ({?}) ORDER BY player_id, number""");
    // One statement, because a player may be in either table alone: it costs the waiting players no second round trip.
    private static final SqlStatement KNOWN_OR_BLOCKED = new SqlStatement(StatementBudget.PLAYER_KNOWN_OR_BLOCKED, """
            SELECT player_id, FALSE AS blocked, 0 AS revision FROM player WHERE campaign_id = ? AND player_id IN ({?})
            UNION ALL
            SELECT player_id, blocked, revision FROM player_block WHERE campaign_id = ? AND player_id IN ({?})""");

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
                Set<PlayerId> known = new HashSet<>();
                Map<PlayerId, BlockState> blocks = new HashMap<>();
                readKnownAndBlocked(connection, campaign.id(), players, known, blocks);
                if (builders.values().stream().anyMatch(builder -> !builder.wins.isEmpty())) {
                    // The rows may be on this machine only; they are shown after a later write is on both.
                    Heartbeat.write(connection, node);
                }
                connection.commit();
                Map<PlayerId, History> histories = new HashMap<>();
                players.forEach(player -> histories.put(
                        player,
                        builders.getOrDefault(player, new HistoryBuilder())
                                .history(known.contains(player), day, blocks.getOrDefault(player, BlockState.NONE))));
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
        try (PreparedStatement statement = DRAWS.prepare(connection, players.size())) {
            bind(statement, 1, campaignId, players);
            try (ResultSet rows = statement.executeQuery()) {
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
    }

    private static void readKnownAndBlocked(
            Connection connection,
            int campaignId,
            List<PlayerId> players,
            Set<PlayerId> known,
            Map<PlayerId, BlockState> blocks)
            throws SQLException {
        try (PreparedStatement statement = KNOWN_OR_BLOCKED.prepare(connection, players.size())) {
            bind(statement, 1, campaignId, players);
            bind(statement, 2 + players.size(), campaignId, players);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    PlayerId player = PlayerId.of(rows.getBytes("player_id"));
                    long revision = rows.getLong("revision");
                    if (revision == 0) {
                        known.add(player);
                    } else {
                        blocks.put(player, new BlockState(rows.getBoolean("blocked"), revision));
                    }
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, int from, int campaignId, List<PlayerId> players)
            throws SQLException {
        statement.setInt(from, campaignId);
        for (int i = 0; i < players.size(); i++) {
            statement.setBytes(from + 1 + i, players.get(i).bytes());
        }
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

        History history(boolean known, Campaign.Day day, BlockState block) {
            return new History(known, number, usedToday, day, last, wins, block);
        }
    }
}
