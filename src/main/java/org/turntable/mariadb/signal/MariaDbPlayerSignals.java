package org.turntable.mariadb.signal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.Transaction;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.signal.PlayerSignalStore;
import org.turntable.signal.SignalReason;

/** Signals in table {@code player_signal}: one row for each player of a campaign who ever had some. */
public final class MariaDbPlayerSignals implements PlayerSignalStore {
    /** The score of the reasons of all nodes: each node knows only its own. The columns are assigned in this order. */
    private static final String SCORE = Arrays.stream(SignalReason.values())
            .map(reason -> "IF(reasons & " + reason.bit() + ", " + reason.weight() + ", 0)")
            .collect(Collectors.joining(" + ", "LEAST(" + SignalReason.MOST + ", ", ")"));

    private static final SqlStatement ADD = new SqlStatement(StatementBudget.SIGNALS_ADD, """
            INSERT INTO player_signal (campaign_id, player_id, score, reasons, draws, first_at, last_at)
            VALUES {(?, ?, ?, ?, ?, ?, ?)}
            ON DUPLICATE KEY UPDATE reasons = reasons | VALUE(reasons), score = %s, draws = draws + VALUE(draws),
                first_at = LEAST(first_at, VALUE(first_at)), last_at = GREATEST(last_at, VALUE(last_at))""".formatted(SCORE));
    private static final SqlStatement DELETE = new SqlStatement(
            StatementBudget.SIGNALS_DELETE, "DELETE FROM player_signal WHERE last_at < ? ORDER BY last_at LIMIT ?");
    private static final SqlStatement CAMPAIGN =
            new SqlStatement(StatementBudget.SIGNALS_CAMPAIGN, "SELECT id FROM campaign WHERE slug = ?");
    private static final SqlStatement TOP = new SqlStatement(StatementBudget.SIGNALS_TOP, """
            SELECT player_id, score, reasons, draws, first_at, last_at FROM player_signal
            WHERE campaign_id = ? ORDER BY score DESC, player_id DESC LIMIT ?""");
    private static final int COLUMNS = 7;

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbPlayerSignals(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public void add(List<Addition> additions) throws DatabaseUnavailableException {
        inTransaction(connection -> {
            try (PreparedStatement statement = ADD.prepare(connection, additions.size())) {
                int column = 0;
                for (Addition addition : additions) {
                    statement.setInt(column + 1, addition.key().campaignId());
                    statement.setBytes(column + 2, addition.key().player().bytes());
                    statement.setInt(column + 3, SignalReason.score(addition.bits()));
                    statement.setInt(column + 4, addition.bits());
                    statement.setInt(column + 5, addition.draws());
                    statement.setObject(column + 6, UtcTimes.column(addition.firstAt()));
                    statement.setObject(column + COLUMNS, UtcTimes.column(addition.lastAt()));
                    column += COLUMNS;
                }
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public int deleteBefore(Instant before, int most) throws DatabaseUnavailableException {
        return inTransaction(connection -> {
            try (PreparedStatement statement = DELETE.prepare(connection)) {
                statement.setObject(1, UtcTimes.column(before));
                statement.setInt(2, most);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public Optional<List<Entry>> top(String slug, int most) throws DatabaseUnavailableException {
        return inTransaction(connection -> {
            int campaignId;
            try (PreparedStatement statement = CAMPAIGN.prepare(connection)) {
                statement.setString(1, slug);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    campaignId = row.getInt("id");
                }
            }
            try (PreparedStatement statement = TOP.prepare(connection)) {
                statement.setInt(1, campaignId);
                statement.setInt(2, most);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Entry> entries = new ArrayList<>();
                    while (rows.next()) {
                        entries.add(new Entry(
                                PlayerId.of(rows.getBytes("player_id")),
                                rows.getInt("score"),
                                SignalReason.of(rows.getInt("reasons")),
                                rows.getLong("draws"),
                                UtcTimes.instant(rows, "first_at"),
                                UtcTimes.instant(rows, "last_at")));
                    }
                    return Optional.of(entries);
                }
            }
        });
    }

    private <T> T inTransaction(Transaction.Work<T, SQLException> work) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return Transaction.run(connection, work);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(
                    "signals of players could not be read or written: " + error.getMessage(), error);
        }
    }
}
