package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.ClaimKeys.Sealed;
import org.turntable.claim.ClaimKeys.UnreadableException;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/** Seals the rows of both tables with sealed columns again with the first key, in small transactions. */
final class ClaimResealing {
    private static final int GROUP = 100;
    /** Two ranges of the index on the key id; a condition with {@code <>} would read the whole index. */
    private static final String OTHER_KEYS = " WHERE key_id < ? OR key_id > ? LIMIT ? FOR UPDATE";

    private static final String ROWS = "SELECT campaign_id, player_id, draw_number, key_id, sealed FROM ";
    private static final String SEALED =
            " SET key_id = ?, sealed = ? WHERE campaign_id = ? AND player_id = ? AND draw_number = ?";
    private static final SqlStatement ADDRESSES =
            new SqlStatement(StatementBudget.RESEAL_ADDRESSES, ROWS + "claim_address" + OTHER_KEYS);
    private static final SqlStatement ADDRESS =
            new SqlStatement(StatementBudget.RESEAL_ADDRESS, "UPDATE claim_address" + SEALED);
    private static final SqlStatement PACKETS =
            new SqlStatement(StatementBudget.RESEAL_RED_PACKETS, ROWS + "red_packet" + OTHER_KEYS);
    private static final SqlStatement PACKET =
            new SqlStatement(StatementBudget.RESEAL_RED_PACKET, "UPDATE red_packet" + SEALED);

    private final ClaimTransactions transactions;
    private final ClaimKeys keys;

    private record Row(DrawKey draw, Sealed sealed) {}

    ClaimResealing(ClaimTransactions transactions, ClaimKeys keys) {
        this.transactions = transactions;
        this.keys = keys;
    }

    int run(Consumer<Integer> progress) throws DatabaseUnavailableException {
        return all(
                PACKETS,
                PACKET,
                MariaDbRedPackets.USE,
                all(ADDRESSES, ADDRESS, MariaDbAddressBook.USE, 0, progress),
                progress);
    }

    private int all(SqlStatement otherKeys, SqlStatement reseal, String use, int before, Consumer<Integer> progress)
            throws DatabaseUnavailableException {
        int done = before;
        int group;
        do {
            group = transactions.run(connection -> group(connection, otherKeys, reseal, use));
            done += group;
            if (group > 0) {
                progress.accept(done);
            }
        } while (group > 0);
        return done;
    }

    private int group(Connection connection, SqlStatement otherKeys, SqlStatement reseal, String use)
            throws SQLException {
        List<Row> rows = rows(connection, otherKeys);
        try (PreparedStatement statement = reseal.prepare(connection)) {
            for (Row row : rows) {
                Sealed sealed = keys.seal(use, row.draw, keys.open(use, row.draw, row.sealed));
                statement.setString(1, sealed.keyId());
                statement.setBytes(2, sealed.bytes());
                MariaDbAddressBook.key(statement, 3, row.draw);
                statement.addBatch();
            }
            if (!rows.isEmpty()) {
                statement.executeBatch();
            }
            return rows.size();
        } catch (UnreadableException unreadable) {
            throw new SQLException(unreadable.getMessage(), unreadable);
        }
    }

    private List<Row> rows(Connection connection, SqlStatement otherKeys) throws SQLException {
        try (PreparedStatement statement = otherKeys.prepare(connection)) {
            statement.setString(1, keys.currentId());
            statement.setString(2, keys.currentId());
            statement.setInt(3, GROUP);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(
                            new DrawKey(row.getInt(1), PlayerId.of(row.getBytes(2)), row.getInt(3)),
                            new Sealed(row.getString(4), row.getBytes(5))));
                }
            }
            return rows;
        }
    }
}
