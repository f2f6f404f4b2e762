package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.ClaimKeys.Sealed;
import org.turntable.claim.ClaimKeys.UnreadableException;
import org.turntable.claim.redpacket.RedPacketOutbox;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/** The outbox of red packets in {@code red_packet}. All times are those of the database's clock. */
public final class MariaDbRedPacketOutbox implements RedPacketOutbox {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDbRedPacketOutbox.class);
    private static final SqlStatement LEASE = new SqlStatement(StatementBudget.OUTBOX_LEASE, """
            UPDATE red_packet_lease SET holder = ?, held_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
            WHERE one = 1 AND (holder = ? OR held_until < UTC_TIMESTAMP(3))""");
    /** One state for each query: with both in one, the server would have to sort. */
    private static final SqlStatement DUE = new SqlStatement(StatementBudget.OUTBOX_DUE, """
            SELECT campaign_id, player_id, draw_number, amount_fen, key_id, sealed, tries FROM red_packet
            WHERE state = ? AND next_try_at <= UTC_TIMESTAMP(3) ORDER BY next_try_at LIMIT ? FOR UPDATE SKIP LOCKED""");

    private static final SqlStatement ASKED = new SqlStatement(StatementBudget.OUTBOX_ASKED, """
            UPDATE red_packet SET state = 'asked', tries = tries + 1, next_try_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ?""");
    private static final SqlStatement PAID = new SqlStatement(StatementBudget.OUTBOX_PAID, """
            UPDATE red_packet SET state = 'sent', payment = ?, said = NULL, key_id = NULL, sealed = NULL, over_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = 'asked'""");
    private static final SqlStatement LATER = new SqlStatement(StatementBudget.OUTBOX_LATER, """
            UPDATE red_packet SET state = ?, said = ?, next_try_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = 'asked'""");
    private static final SqlStatement FAILED = new SqlStatement(StatementBudget.OUTBOX_FAILED, """
            UPDATE red_packet SET state = 'failed', said = ? WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = 'asked'""");
    private static final SqlStatement WAITING = new SqlStatement(
            StatementBudget.OUTBOX_WAITING,
            "SELECT state, COUNT(*) FROM red_packet WHERE state IN ('due', 'asked', 'failed') GROUP BY state");
    private static final int LONGEST_CODE = 60;

    private final ClaimTransactions transactions;
    private final ClaimKeys keys;

    private record Row(DrawKey draw, int amountFen, Sealed sealed, boolean asked, int tries) {}

    public MariaDbRedPacketOutbox(ClaimTransactions transactions, ClaimKeys keys) {
        this.transactions = transactions;
        this.keys = keys;
    }

    @Override
    public boolean holdLease(String holder, Duration length) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = LEASE.prepare(connection)) {
                statement.setString(1, holder);
                statement.setLong(2, length.toSeconds());
                statement.setString(3, holder);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<Due> take(int most, Duration hold) throws DatabaseUnavailableException {
        List<Row> rows = transactions.run(connection -> {
            List<Row> due = rows(connection, State.ASKED, most);
            due.addAll(rows(connection, State.DUE, most - due.size()));
            try (PreparedStatement statement = ASKED.prepare(connection)) {
                for (Row row : due) {
                    statement.setLong(1, hold.toSeconds());
                    MariaDbAddressBook.key(statement, 2, row.draw);
                    statement.addBatch();
                }
                if (!due.isEmpty()) {
                    statement.executeBatch();
                }
            }
            return due;
        });
        List<Due> all = new ArrayList<>();
        for (Row row : rows) {
            try {
                all.add(new Due(
                        row.draw,
                        row.amountFen,
                        keys.open(MariaDbRedPackets.USE, row.draw, row.sealed),
                        row.asked,
                        row.tries + 1));
            } catch (UnreadableException unreadable) {
                LOG.error("a red packet cannot be paid: {}", unreadable.getMessage());
                failed(row.draw, "UNREADABLE");
            }
        }
        return all;
    }

    private static List<Row> rows(Connection connection, State state, int most) throws SQLException {
        List<Row> rows = new ArrayList<>();
        if (most > 0) {
            try (PreparedStatement statement = DUE.prepare(connection)) {
                statement.setString(1, state.word());
                statement.setInt(2, most);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rows.add(new Row(
                                new DrawKey(row.getInt(1), PlayerId.of(row.getBytes(2)), row.getInt(3)),
                                row.getInt(4),
                                new Sealed(row.getString(5), row.getBytes(6)),
                                state == State.ASKED,
                                row.getInt(7)));
                    }
                }
            }
        }
        return rows;
    }

    @Override
    public void paid(DrawKey draw, String payment) throws DatabaseUnavailableException {
        change(PAID, draw, payment);
    }

    @Override
    public void later(DrawKey draw, State state, String said, Duration wait) throws DatabaseUnavailableException {
        change(LATER, draw, state.word(), cut(said), wait.toMillis() * 1_000);
    }

    @Override
    public void failed(DrawKey draw, String said) throws DatabaseUnavailableException {
        change(FAILED, draw, cut(said));
    }

    private static String cut(String said) {
        return said.substring(0, Math.min(LONGEST_CODE, said.length()));
    }

    private void change(SqlStatement sql, DrawKey draw, Object... values) throws DatabaseUnavailableException {
        transactions.run(connection -> {
            try (PreparedStatement statement = sql.prepare(connection)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                MariaDbAddressBook.key(statement, values.length + 1, draw);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public Map<State, Integer> waiting() throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            Map<State, Integer> counts = new EnumMap<>(State.class);
            try (PreparedStatement statement = WAITING.prepare(connection);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.put(MariaDbRedPackets.state(row.getString(1)), row.getInt(2));
                }
            }
            return counts;
        });
    }
}
