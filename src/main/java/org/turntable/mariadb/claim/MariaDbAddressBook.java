package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.ClaimKeys.Sealed;
import org.turntable.claim.ClaimKeys.UnreadableException;
import org.turntable.claim.address.AddressBook;
import org.turntable.claim.address.PostalAddress;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/**
 * Addresses in {@code claim_address}, sealed. A row that was read may be on one machine only, so each change is a
 * commit that writes.
 */
public final class MariaDbAddressBook implements AddressBook {
    /** The use to which a sealed address is bound, besides the draw. */
    public static final String USE = "address";

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbAddressBook.class);
    private static final String ENTRIES = """
            SELECT draw_number, revision, key_id, sealed, carrier, tracking, shipped_at FROM claim_address
            WHERE campaign_id = ? AND player_id = ?""";
    private static final SqlStatement OF_PLAYER = new SqlStatement(StatementBudget.ADDRESSES_OF_PLAYER, ENTRIES);
    private static final SqlStatement ONE =
            new SqlStatement(StatementBudget.ADDRESS_FIND, ENTRIES + " AND draw_number = ?");
    private static final SqlStatement ONE_TO_CHANGE =
            new SqlStatement(StatementBudget.ADDRESS_HOLD, ENTRIES + " AND draw_number = ? FOR UPDATE");
    private static final SqlStatement POSTED_WIN = new SqlStatement(StatementBudget.ADDRESS_WIN, """
            SELECT d.prize_id FROM draw d JOIN prize p ON p.id = d.prize_id
            WHERE d.campaign_id = ? AND d.player_id = ? AND d.number = ? AND d.unit_ordinal IS NOT NULL AND p.kind = 'posted'""");
    private static final SqlStatement INSERT = new SqlStatement(StatementBudget.ADDRESS_INSERT, """
            INSERT INTO claim_address (campaign_id, player_id, draw_number, prize_id, revision, key_id, sealed, consented_at, changed_at)
            VALUES (?, ?, ?, ?, 1, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))""");
    private static final SqlStatement UPDATE = new SqlStatement(StatementBudget.ADDRESS_UPDATE, """
            UPDATE claim_address SET revision = revision + 1, key_id = ?, sealed = ?, erased_at = NULL, consented_at = UTC_TIMESTAMP(3),
                   changed_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ?""");
    private static final SqlStatement ERASE = new SqlStatement(StatementBudget.ADDRESS_WITHDRAW, """
            UPDATE claim_address SET revision = revision + 1, key_id = NULL, sealed = NULL, erased_at = UTC_TIMESTAMP(3), changed_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ?""");

    private final ClaimTransactions transactions;
    private final ClaimKeys keys;

    public MariaDbAddressBook(ClaimTransactions transactions, ClaimKeys keys) {
        this.transactions = transactions;
        this.keys = keys;
    }

    /** A row that cannot be opened is treated as unreadable: it must not be overwritten unseen. */
    private static final class NotOpenedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotOpenedException(UnreadableException reason) {
            super(reason.getMessage(), reason, false, false);
        }
    }

    @Override
    public Map<Integer, Entry> of(int campaignId, PlayerId player) throws DatabaseUnavailableException {
        return run(connection -> PlayerClaimKeys.read(
                connection,
                OF_PLAYER,
                campaignId,
                player,
                row -> entry(row, new DrawKey(campaignId, player, row.getInt("draw_number")))));
    }

    @Override
    public Optional<Entry> find(DrawKey draw) throws DatabaseUnavailableException {
        return run(connection -> {
            if (prizeOf(connection, draw).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(read(connection, ONE, draw).orElse(Entry.NONE));
        });
    }

    @Override
    public Change put(DrawKey draw, PostalAddress address, int seen) throws DatabaseUnavailableException {
        return run(connection -> {
            Optional<Integer> prize = prizeOf(connection, draw);
            if (prize.isEmpty()) {
                return Change.NO_SUCH_WIN;
            }
            Entry there = read(connection, ONE_TO_CHANGE, draw).orElse(Entry.NONE);
            if (there.shipment().isPresent()) {
                return Change.SHIPPED;
            }
            // The same address again: the first answer was lost. It is written again, because a row that was read is
            // possibly on one machine only.
            if (there.revision() != seen && !there.address().equals(Optional.of(address))) {
                return Change.CHANGED_MEANWHILE;
            }
            Sealed sealed = keys.seal(USE, draw, address.text());
            if (there.revision() == 0) {
                insert(connection, draw, prize.get(), sealed);
            } else {
                update(connection, draw, sealed);
            }
            return Change.DONE;
        });
    }

    @Override
    public Change withdraw(DrawKey draw) throws DatabaseUnavailableException {
        return run(connection -> {
            if (prizeOf(connection, draw).isEmpty()) {
                return Change.NO_SUCH_WIN;
            }
            if (read(connection, ONE_TO_CHANGE, draw)
                    .orElse(Entry.NONE)
                    .shipment()
                    .isPresent()) {
                return Change.SHIPPED;
            }
            try (PreparedStatement statement = ERASE.prepare(connection)) {
                key(statement, 1, draw);
                statement.executeUpdate();
            }
            return Change.DONE;
        });
    }

    private <T> T run(ClaimTransactions.Work<T> work) throws DatabaseUnavailableException {
        try {
            return transactions.run(work);
        } catch (NotOpenedException unreadable) {
            LOG.error("{}; its owner is answered that it cannot be shown now", unreadable.getMessage());
            throw new DatabaseUnavailableException(unreadable.getMessage(), unreadable);
        }
    }

    private static Optional<Integer> prizeOf(Connection connection, DrawKey draw) throws SQLException {
        try (PreparedStatement statement = POSTED_WIN.prepare(connection)) {
            key(statement, 1, draw);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    private Optional<Entry> read(Connection connection, SqlStatement sql, DrawKey draw) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            key(statement, 1, draw);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(entry(row, draw)) : Optional.empty();
            }
        }
    }

    private Entry entry(ResultSet row, DrawKey draw) throws SQLException {
        LocalDateTime shipped = row.getObject("shipped_at", LocalDateTime.class);
        Optional<Shipment> shipment = shipped == null
                ? Optional.empty()
                : Optional.of(new Shipment(
                        row.getString("carrier"), row.getString("tracking"), shipped.toInstant(ZoneOffset.UTC)));
        byte[] sealed = row.getBytes("sealed");
        return new Entry(
                row.getInt("revision"),
                sealed == null
                        ? Optional.empty()
                        : Optional.of(open(draw, new Sealed(row.getString("key_id"), sealed))),
                shipment);
    }

    private PostalAddress open(DrawKey draw, Sealed sealed) {
        try {
            return PostalAddress.ofText(keys.open(USE, draw, sealed));
        } catch (UnreadableException unreadable) {
            throw new NotOpenedException(unreadable);
        }
    }

    private static void insert(Connection connection, DrawKey draw, int prizeId, Sealed sealed) throws SQLException {
        try (PreparedStatement statement = INSERT.prepare(connection)) {
            int next = key(statement, 1, draw);
            statement.setInt(next, prizeId);
            statement.setString(next + 1, sealed.keyId());
            statement.setBytes(next + 2, sealed.bytes());
            statement.executeUpdate();
        }
    }

    private static void update(Connection connection, DrawKey draw, Sealed sealed) throws SQLException {
        try (PreparedStatement statement = UPDATE.prepare(connection)) {
            statement.setString(1, sealed.keyId());
            statement.setBytes(2, sealed.bytes());
            key(statement, 3, draw);
            statement.executeUpdate();
        }
    }

    /** Sets the three columns of a draw's key from this index on; returns the next index. */
    public static int key(PreparedStatement statement, int from, DrawKey draw) throws SQLException {
        statement.setInt(from, draw.campaignId());
        statement.setBytes(from + 1, draw.player().bytes());
        statement.setInt(from + 2, draw.number());
        return from + 3;
    }
}
