package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.turntable.award.ClaimKeys;
import org.turntable.award.ClaimKeys.Sealed;
import org.turntable.award.ClaimKeys.Unreadable;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** Seals rows anew with the first key: small groups, each a transaction, of both tables that hold something sealed. */
final class ClaimResealing {
    private static final int GROUP = 100;
    /** Two ranges of the index on the key, where "other than the current" would read the whole of it. */
    private static final String OTHERWISE = " WHERE key_id < ? OR key_id > ? LIMIT ? FOR UPDATE";
    private static final String ROWS = "SELECT campaign_id, player_id, draw_number, key_id, sealed FROM ";
    private static final String SEALED = " SET key_id = ?, sealed = ? WHERE campaign_id = ? AND player_id = ? AND draw_number = ?";
    private static final Sql ADDRESSES = new Sql(Budget.RESEAL_ADDRESSES, ROWS + "claim_address" + OTHERWISE);
    private static final Sql ADDRESS = new Sql(Budget.RESEAL_ADDRESS, "UPDATE claim_address" + SEALED);
    private static final Sql PACKETS = new Sql(Budget.RESEAL_RED_PACKETS, ROWS + "red_packet" + OTHERWISE);
    private static final Sql PACKET = new Sql(Budget.RESEAL_RED_PACKET, "UPDATE red_packet" + SEALED);

    private final FewAtOnce line;
    private final ClaimKeys keys;

    private record Row(WonDraw draw, Sealed sealed) {
    }

    ClaimResealing(FewAtOnce line, ClaimKeys keys) {
        this.line = line;
        this.keys = keys;
    }

    int run(Consumer<Integer> progress) throws ClaimsUnavailable {
        return all(PACKETS, PACKET, MariaDbRedPackets.USE, all(ADDRESSES, ADDRESS, MariaDbAddressBook.USE, 0, progress), progress);
    }

    private int all(Sql otherwise, Sql reseal, String use, int before, Consumer<Integer> progress) throws ClaimsUnavailable {
        int done = before;
        int group;
        do {
            group = line.run(connection -> group(connection, otherwise, reseal, use));
            done += group;
            if (group > 0) {
                progress.accept(done);
            }
        } while (group > 0);
        return done;
    }

    private int group(Connection connection, Sql otherwise, Sql reseal, String use) throws SQLException {
        List<Row> rows = rows(connection, otherwise);
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
        } catch (Unreadable unreadable) {
            throw new SQLException(unreadable.getMessage(), unreadable);
        }
    }

    private List<Row> rows(Connection connection, Sql otherwise) throws SQLException {
        try (PreparedStatement statement = otherwise.prepare(connection)) {
            statement.setString(1, keys.currentId());
            statement.setString(2, keys.currentId());
            statement.setInt(3, GROUP);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(new WonDraw(row.getInt(1), PlayerId.of(row.getBytes(2)), row.getInt(3)), new Sealed(row.getString(4), row.getBytes(5))));
                }
            }
            return rows;
        }
    }
}
