package org.turntable.mariadb;

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
import org.turntable.award.ClaimKeys.Sealed;
import org.turntable.award.ClaimKeys.Unreadable;
import org.turntable.award.ClaimKeys;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.award.address.AddressBook;
import org.turntable.award.address.PostalAddress;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** Addresses in {@code claim_address}, sealed. A row that is read proves nothing: each change is a commit that writes. */
public final class MariaDbAddressBook implements AddressBook {
    /** What the seal is bound to, besides the draw. */
    public static final String USE = "address";

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbAddressBook.class);
    private static final String ENTRIES = """
            SELECT draw_number, revision, key_id, sealed, carrier, tracking, shipped_at FROM claim_address
            WHERE campaign_id = ? AND player_id = ?""";
    private static final Sql OF_PLAYER = new Sql(Budget.ADDRESSES_OF_PLAYER, ENTRIES);
    private static final Sql ONE = new Sql(Budget.ADDRESS_FIND, ENTRIES + " AND draw_number = ?");
    private static final Sql ONE_TO_CHANGE = new Sql(Budget.ADDRESS_HOLD, ENTRIES + " AND draw_number = ? FOR UPDATE");
    private static final Sql POSTED_WIN = new Sql(Budget.ADDRESS_WIN, """
            SELECT d.prize_id FROM draw d JOIN prize p ON p.id = d.prize_id
            WHERE d.campaign_id = ? AND d.player_id = ? AND d.number = ? AND d.unit_ordinal IS NOT NULL AND p.kind = 'posted'""");
    private static final Sql INSERT = new Sql(Budget.ADDRESS_INSERT, """
            INSERT INTO claim_address (campaign_id, player_id, draw_number, prize_id, revision, key_id, sealed, consented_at, changed_at)
            VALUES (?, ?, ?, ?, 1, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))""");
    private static final Sql UPDATE = new Sql(Budget.ADDRESS_UPDATE, """
            UPDATE claim_address SET revision = revision + 1, key_id = ?, sealed = ?, erased_at = NULL, consented_at = UTC_TIMESTAMP(3),
                   changed_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ?""");
    private static final Sql ERASE = new Sql(Budget.ADDRESS_WITHDRAW, """
            UPDATE claim_address SET revision = revision + 1, key_id = NULL, sealed = NULL, erased_at = UTC_TIMESTAMP(3), changed_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ?""");

    private final FewAtOnce line;
    private final ClaimKeys keys;

    public MariaDbAddressBook(FewAtOnce line, ClaimKeys keys) {
        this.line = line;
        this.keys = keys;
    }

    /** A row that cannot be opened: as if it could not be read, for nobody may write over it unseen. */
    private static final class NotOpened extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotOpened(Unreadable reason) {
            super(reason.getMessage(), reason, false, false);
        }
    }

    @Override
    public Map<Integer, Entry> of(int campaignId, PlayerId player) throws ClaimsUnavailable {
        return run(connection -> OfPlayer.read(connection, OF_PLAYER, campaignId, player,
                row -> entry(row, new WonDraw(campaignId, player, row.getInt("draw_number")))));
    }

    @Override
    public Optional<Entry> find(WonDraw draw) throws ClaimsUnavailable {
        return run(connection -> {
            if (prizeOf(connection, draw).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(read(connection, ONE, draw).orElse(Entry.NONE));
        });
    }

    @Override
    public Change put(WonDraw draw, PostalAddress address, int seen) throws ClaimsUnavailable {
        return run(connection -> {
            Optional<Integer> prize = prizeOf(connection, draw);
            if (prize.isEmpty()) {
                return Change.NO_SUCH_WIN;
            }
            Entry there = read(connection, ONE_TO_CHANGE, draw).orElse(Entry.NONE);
            if (there.shipment().isPresent()) {
                return Change.SHIPPED;
            }
            // The same once more is somebody whose first answer got lost: written again, since a row that is read is not known to be safe.
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
    public Change withdraw(WonDraw draw) throws ClaimsUnavailable {
        return run(connection -> {
            if (prizeOf(connection, draw).isEmpty()) {
                return Change.NO_SUCH_WIN;
            }
            if (read(connection, ONE_TO_CHANGE, draw).orElse(Entry.NONE).shipment().isPresent()) {
                return Change.SHIPPED;
            }
            try (PreparedStatement statement = ERASE.prepare(connection)) {
                key(statement, 1, draw);
                statement.executeUpdate();
            }
            return Change.DONE;
        });
    }

    private <T> T run(FewAtOnce.Work<T> work) throws ClaimsUnavailable {
        try {
            return line.run(work);
        } catch (NotOpened unreadable) {
            LOG.error("{}; its owner is answered that it cannot be shown now", unreadable.getMessage());
            throw new ClaimsUnavailable(unreadable.getMessage(), unreadable);
        }
    }

    private static Optional<Integer> prizeOf(Connection connection, WonDraw draw) throws SQLException {
        try (PreparedStatement statement = POSTED_WIN.prepare(connection)) {
            key(statement, 1, draw);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    private Optional<Entry> read(Connection connection, Sql sql, WonDraw draw) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            key(statement, 1, draw);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(entry(row, draw)) : Optional.empty();
            }
        }
    }

    private Entry entry(ResultSet row, WonDraw draw) throws SQLException {
        LocalDateTime shipped = row.getObject("shipped_at", LocalDateTime.class);
        Optional<Shipment> shipment = shipped == null ? Optional.empty()
                : Optional.of(new Shipment(row.getString("carrier"), row.getString("tracking"), shipped.toInstant(ZoneOffset.UTC)));
        byte[] sealed = row.getBytes("sealed");
        return new Entry(row.getInt("revision"), sealed == null ? Optional.empty() : Optional.of(open(draw, new Sealed(row.getString("key_id"), sealed))),
                shipment);
    }

    private PostalAddress open(WonDraw draw, Sealed sealed) {
        try {
            return PostalAddress.ofText(keys.open(USE, draw, sealed));
        } catch (Unreadable unreadable) {
            throw new NotOpened(unreadable);
        }
    }

    private static void insert(Connection connection, WonDraw draw, int prizeId, Sealed sealed) throws SQLException {
        try (PreparedStatement statement = INSERT.prepare(connection)) {
            int next = key(statement, 1, draw);
            statement.setInt(next, prizeId);
            statement.setString(next + 1, sealed.keyId());
            statement.setBytes(next + 2, sealed.bytes());
            statement.executeUpdate();
        }
    }

    private static void update(Connection connection, WonDraw draw, Sealed sealed) throws SQLException {
        try (PreparedStatement statement = UPDATE.prepare(connection)) {
            statement.setString(1, sealed.keyId());
            statement.setBytes(2, sealed.bytes());
            key(statement, 3, draw);
            statement.executeUpdate();
        }
    }

    /** Sets the three columns of a draw's key from that index on; answers the next index. */
    static int key(PreparedStatement statement, int from, WonDraw draw) throws SQLException {
        statement.setInt(from, draw.campaignId());
        statement.setBytes(from + 1, draw.player().bytes());
        statement.setInt(from + 2, draw.number());
        return from + 3;
    }
}
