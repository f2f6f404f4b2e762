package org.turntable.mariadb;

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
import org.turntable.award.ClaimKeys.Sealed;
import org.turntable.award.ClaimKeys.Unreadable;
import org.turntable.award.ClaimKeys;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.award.redpacket.Outbox;
import org.turntable.award.redpacket.RedPackets.State;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** The outbox of red packets in {@code red_packet}. All waits are counted by the database's clock. */
public final class MariaDbOutbox implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDbOutbox.class);
    private static final Sql LEASE = new Sql(Budget.OUTBOX_LEASE, """
            UPDATE red_packet_lease SET holder = ?, held_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
            WHERE one = 1 AND (holder = ? OR held_until < UTC_TIMESTAMP(3))""");
    /** A state at a time: both in one would sort what the index holds in order. */
    private static final Sql DUE = new Sql(Budget.OUTBOX_DUE, """
            SELECT campaign_id, player_id, draw_number, amount_fen, key_id, sealed, tries FROM red_packet
            WHERE state = ? AND next_try_at <= UTC_TIMESTAMP(3) ORDER BY next_try_at LIMIT ? FOR UPDATE SKIP LOCKED""");
    private static final Sql ASKED = new Sql(Budget.OUTBOX_ASKED, """
            UPDATE red_packet SET state = 'asked', tries = tries + 1, next_try_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ?""");
    private static final Sql PAID = new Sql(Budget.OUTBOX_PAID, """
            UPDATE red_packet SET state = 'sent', payment = ?, said = NULL, key_id = NULL, sealed = NULL, over_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = 'asked'""");
    private static final Sql LATER = new Sql(Budget.OUTBOX_LATER, """
            UPDATE red_packet SET state = ?, said = ?, next_try_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = 'asked'""");
    private static final Sql FAILED = new Sql(Budget.OUTBOX_FAILED, """
            UPDATE red_packet SET state = 'failed', said = ? WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = 'asked'""");
    private static final Sql WAITING = new Sql(Budget.OUTBOX_WAITING, "SELECT state, COUNT(*) FROM red_packet WHERE state IN ('due', 'asked', 'failed') GROUP BY state");
    private static final int LONGEST_CODE = 60;

    private final FewAtOnce line;
    private final ClaimKeys keys;

    private record Row(WonDraw draw, int amountFen, Sealed sealed, boolean asked, int tries) {
    }

    public MariaDbOutbox(FewAtOnce line, ClaimKeys keys) {
        this.line = line;
        this.keys = keys;
    }

    @Override
    public boolean holdLease(String holder, Duration length) throws ClaimsUnavailable {
        return line.run(connection -> {
            try (PreparedStatement statement = LEASE.prepare(connection)) {
                statement.setString(1, holder);
                statement.setLong(2, length.toSeconds());
                statement.setString(3, holder);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<Due> take(int most, Duration hold) throws ClaimsUnavailable {
        List<Row> rows = line.run(connection -> {
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
                all.add(new Due(row.draw, row.amountFen, keys.open(MariaDbRedPackets.USE, row.draw, row.sealed), row.asked, row.tries + 1));
            } catch (Unreadable unreadable) {
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
                        rows.add(new Row(new WonDraw(row.getInt(1), PlayerId.of(row.getBytes(2)), row.getInt(3)), row.getInt(4),
                                new Sealed(row.getString(5), row.getBytes(6)), state == State.ASKED, row.getInt(7)));
                    }
                }
            }
        }
        return rows;
    }

    @Override
    public void paid(WonDraw draw, String payment) throws ClaimsUnavailable {
        change(PAID, draw, payment);
    }

    @Override
    public void later(WonDraw draw, State state, String said, Duration wait) throws ClaimsUnavailable {
        change(LATER, draw, state.word(), cut(said), wait.toMillis() * 1_000);
    }

    @Override
    public void failed(WonDraw draw, String said) throws ClaimsUnavailable {
        change(FAILED, draw, cut(said));
    }

    private static String cut(String said) {
        return said.substring(0, Math.min(LONGEST_CODE, said.length()));
    }

    private void change(Sql sql, WonDraw draw, Object... values) throws ClaimsUnavailable {
        line.run(connection -> {
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
    public Map<State, Integer> waiting() throws ClaimsUnavailable {
        return line.run(connection -> {
            Map<State, Integer> counts = new EnumMap<>(State.class);
            try (PreparedStatement statement = WAITING.prepare(connection); ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.put(MariaDbRedPackets.state(row.getString(1)), row.getInt(2));
                }
            }
            return counts;
        });
    }
}
