package org.turntable.mariadb.showcase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.showcase.Picture;
import org.turntable.showcase.Showcases;
import org.turntable.showcase.Theme;
import org.turntable.showcase.Winners;

/** Reads showcases from MariaDB: small index reads, for campaigns of any size. */
public final class MariaDbShowcases implements Showcases {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDbShowcases.class);
    private static final SqlStatement VERSIONS = new SqlStatement(StatementBudget.SHOWCASE_VERSIONS, """
            SELECT campaign_id, SUM(version) FROM (
                SELECT campaign_id, version FROM campaign_theme
                UNION ALL SELECT campaign_id, MAX(version) FROM campaign_rules GROUP BY campaign_id) AS versions
            GROUP BY campaign_id""");
    private static final SqlStatement THEME = new SqlStatement(
            StatementBudget.SHOWCASE_THEME, "SELECT name, value FROM campaign_theme_value WHERE campaign_id = ?");
    private static final SqlStatement PICTURE = new SqlStatement(
            StatementBudget.SHOWCASE_PICTURE, "SELECT media_type, width, height, bytes FROM picture WHERE sha256 = ?");
    private static final SqlStatement SOLD_OUT = new SqlStatement(StatementBudget.SHOWCASE_SOLD_OUT, """
            SELECT id FROM prize WHERE campaign_id = ? AND NOT EXISTS (
                SELECT 1 FROM prize_unit FORCE INDEX (free_units) WHERE prize_unit.prize_id = prize.id AND player_id IS NULL)""");
    private static final SqlStatement PRIZES = new SqlStatement(
            StatementBudget.SHOWCASE_PRIZES, "SELECT id FROM prize WHERE campaign_id = ? ORDER BY position");
    // The index free_units is ordered by player id, so that the won units are read without the free ones.
    private static final SqlStatement GIVEN = new SqlStatement(
            StatementBudget.SHOWCASE_GIVEN,
            "SELECT COUNT(*) FROM prize_unit FORCE INDEX (free_units) WHERE prize_id = ? AND player_id IS NOT NULL");
    private static final SqlStatement WINNERS = new SqlStatement(StatementBudget.SHOWCASE_WINNERS, """
            SELECT player_id, awarded_at FROM prize_unit FORCE INDEX (free_units)
            WHERE prize_id = ? AND player_id IS NOT NULL ORDER BY player_id, draw_number LIMIT ?""");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbShowcases(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Map<Integer, Long> versions() throws DatabaseUnavailableException {
        return read(connection -> {
            try (PreparedStatement statement = VERSIONS.prepare(connection);
                    ResultSet rows = statement.executeQuery()) {
                Map<Integer, Long> versions = new HashMap<>();
                while (rows.next()) {
                    versions.put(rows.getInt(1), rows.getLong(2));
                }
                return versions;
            }
        });
    }

    @Override
    public Published published(int campaignId) throws DatabaseUnavailableException {
        return read(connection -> published(connection, campaignId));
    }

    /** Theme and rules, read on an open connection. */
    public static Published published(Connection connection, int campaignId) throws SQLException {
        Map<String, String> values = new HashMap<>();
        try (PreparedStatement statement = THEME.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.put(rows.getString("name"), rows.getString("value"));
                }
            }
        }
        Map<String, Picture> pictures = new HashMap<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (value.getKey().startsWith("picture.") && value.getValue().matches("[0-9a-f]{64}")) {
                picture(connection, value.getValue()).ifPresent(picture -> pictures.put(picture.sha256(), picture));
            }
        }
        List<String> unknown = new ArrayList<>();
        Theme theme = Theme.of(values, (place, value, problems) -> Optional.ofNullable(pictures.get(value)), unknown);
        // A newer WAR may have stored values that this one does not know.
        unknown.forEach(name -> LOG.info("the theme of campaign {}: {}", campaignId, name));
        return new Published(theme, PublishedRules.of(connection, campaignId));
    }

    private static Optional<Picture> picture(Connection connection, String sha256) throws SQLException {
        try (PreparedStatement statement = PICTURE.prepare(connection)) {
            statement.setBytes(1, HexFormat.of().parseHex(sha256));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Picture(
                                sha256,
                                row.getString("media_type"),
                                row.getInt("width"),
                                row.getInt("height"),
                                row.getBytes("bytes")))
                        : Optional.empty();
            } catch (IllegalArgumentException invalid) {
                // The pages are shown without this picture.
                LOG.error("picture {} is not shown: {}", sha256, invalid.getMessage());
                return Optional.empty();
            }
        }
    }

    @Override
    public Set<Integer> soldOut(int campaignId) throws DatabaseUnavailableException {
        return read(connection -> new HashSet<>(ids(connection, SOLD_OUT, campaignId)));
    }

    @Override
    public List<Winners> winners(int campaignId, int mostOfEach) throws DatabaseUnavailableException {
        return read(connection -> {
            List<Winners> winners = new ArrayList<>();
            for (int prizeId : ids(connection, PRIZES, campaignId)) {
                winners.add(new Winners(prizeId, given(connection, prizeId), first(connection, prizeId, mostOfEach)));
            }
            return winners;
        });
    }

    private static List<Integer> ids(Connection connection, SqlStatement sql, int campaignId) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet rows = statement.executeQuery()) {
                List<Integer> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(rows.getInt(1));
                }
                return ids;
            }
        }
    }

    private static long given(Connection connection, int prizeId) throws SQLException {
        try (PreparedStatement statement = GIVEN.prepare(connection)) {
            statement.setInt(1, prizeId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static List<Winners.Winner> first(Connection connection, int prizeId, int most) throws SQLException {
        try (PreparedStatement statement = WINNERS.prepare(connection)) {
            statement.setInt(1, prizeId);
            statement.setInt(2, most);
            try (ResultSet rows = statement.executeQuery()) {
                List<Winners.Winner> first = new ArrayList<>();
                while (rows.next()) {
                    first.add(new Winners.Winner(
                            PlayerId.of(rows.getBytes("player_id")), UtcTimes.instant(rows, "awarded_at")));
                }
                return first;
            }
        }
    }

    private <T> T read(Reading<T> reading) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return reading.from(connection);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(
                    "a campaign's pages could not be read: " + error.getMessage(), error);
        } catch (IllegalArgumentException invalid) {
            throw new DatabaseUnavailableException(
                    "the rows of a campaign's pages are inconsistent; correct them: " + invalid.getMessage(), invalid);
        }
    }

    /** Statements on one connection. */
    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }
}
