package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.ClaimKeys.Sealed;
import org.turntable.claim.ClaimKeys.UnreadableException;
import org.turntable.claim.address.AddressAdministration;
import org.turntable.claim.address.AddressBook.Shipment;
import org.turntable.claim.address.PostalAddress;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/** Exports, ships and erases addresses of {@code claim_address}; each action is recorded in {@code claim_action}. */
public final class MariaDbAddressAdministration implements AddressAdministration {
    private static final int GROUP = 200;
    /** Keyset pagination by primary key; for (a, b) > (x, y) MariaDB would not use the key's second column. */
    private static final SqlStatement PARCELS = new SqlStatement(StatementBudget.PARCELS, """
            SELECT a.player_id, a.draw_number, a.revision, a.key_id, a.sealed, a.carrier, a.tracking, a.shipped_at, p.name, d.drawn_at
            FROM claim_address a JOIN prize p ON p.id = a.prize_id
                 JOIN draw d ON d.campaign_id = a.campaign_id AND d.player_id = a.player_id AND d.number = a.draw_number
            WHERE a.campaign_id = ? AND a.player_id >= ? AND (a.player_id > ? OR a.draw_number > ?) AND a.sealed IS NOT NULL
            ORDER BY a.player_id, a.draw_number LIMIT ?""");

    private static final String ALL = "SELECT COUNT(*) FROM claim_address WHERE campaign_id = ? AND erased_at IS NULL";
    private static final SqlStatement COUNT = new SqlStatement(StatementBudget.PARCELS_COUNT, ALL);
    private static final SqlStatement COUNT_UNSHIPPED =
            new SqlStatement(StatementBudget.PARCELS_COUNT_UNSHIPPED, ALL + " AND shipped_at IS NULL");
    private static final SqlStatement RECORD = new SqlStatement(StatementBudget.CLAIM_RECORD, """
            INSERT INTO claim_action (campaign_id, action, row_count, by_whom, reason, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))""");
    private static final SqlStatement STANDING = new SqlStatement(StatementBudget.PARCEL_STANDING, """
            SELECT revision, carrier, tracking, erased_at FROM claim_address WHERE campaign_id = ? AND player_id = ? AND draw_number = ? FOR UPDATE""");
    private static final SqlStatement SHIP = new SqlStatement(StatementBudget.PARCEL_SHIP, """
            UPDATE claim_address SET carrier = ?, tracking = ?, shipped_at = UTC_TIMESTAMP(3), revision = revision + 1
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND shipped_at IS NULL""");
    private static final String ERASED = """
            UPDATE claim_address SET key_id = NULL, sealed = NULL, erased_at = UTC_TIMESTAMP(3), revision = revision + 1
            WHERE erased_at IS NULL""";
    private static final SqlStatement ERASE_ONE = new SqlStatement(
            StatementBudget.ADDRESS_ERASE, ERASED + " AND campaign_id = ? AND player_id = ? AND draw_number = ?");
    private static final SqlStatement ERASE_SHIPPED = new SqlStatement(
            StatementBudget.ADDRESS_ERASE_SHIPPED,
            ERASED + " AND shipped_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND LIMIT " + GROUP);
    private static final SqlStatement ENDED_CAMPAIGNS = new SqlStatement(
            StatementBudget.ADDRESS_ENDED_CAMPAIGNS,
            "SELECT id FROM campaign WHERE closes_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND");
    private static final SqlStatement ERASE_UNSHIPPED = new SqlStatement(
            StatementBudget.ADDRESS_ERASE_UNSHIPPED,
            ERASED + " AND campaign_id = ? AND shipped_at IS NULL LIMIT " + GROUP);

    private final ClaimTransactions transactions;
    private final ClaimKeys keys;
    private final ClaimResealing resealing;

    public MariaDbAddressAdministration(ClaimTransactions transactions, ClaimKeys keys) {
        this.transactions = transactions;
        this.keys = keys;
        this.resealing = new ClaimResealing(transactions, keys);
    }

    @Override
    public void parcels(int campaignId, boolean unshippedOnly, Consumer<Parcel> receiver)
            throws DatabaseUnavailableException {
        byte[] player = new byte[16];
        int number = 0;
        List<Row> page;
        do {
            byte[] afterPlayer = player;
            int afterNumber = number;
            page = transactions.run(connection -> page(connection, campaignId, afterPlayer, afterNumber));
            for (Row row : page) {
                if (!unshippedOnly || row.shipment.isEmpty()) {
                    receiver.accept(new Parcel(
                            row.draw,
                            row.prize,
                            row.wonAt.toInstant(ZoneOffset.UTC),
                            row.revision,
                            open(row),
                            row.shipment));
                }
                player = row.draw.player().bytes();
                number = row.draw.number();
            }
        } while (page.size() == GROUP);
    }

    private record Row(
            DrawKey draw,
            int revision,
            Sealed sealed,
            String prize,
            LocalDateTime wonAt,
            Optional<Shipment> shipment) {}

    private static List<Row> page(Connection connection, int campaignId, byte[] afterPlayer, int afterNumber)
            throws SQLException {
        try (PreparedStatement statement = PARCELS.prepare(connection)) {
            statement.setInt(1, campaignId);
            statement.setBytes(2, afterPlayer);
            statement.setBytes(3, afterPlayer);
            statement.setInt(4, afterNumber);
            statement.setInt(5, GROUP);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    LocalDateTime shipped = row.getObject("shipped_at", LocalDateTime.class);
                    rows.add(new Row(
                            new DrawKey(campaignId, PlayerId.of(row.getBytes("player_id")), row.getInt("draw_number")),
                            row.getInt("revision"),
                            new Sealed(row.getString("key_id"), row.getBytes("sealed")),
                            row.getString("name"),
                            row.getObject("drawn_at", LocalDateTime.class),
                            shipped == null
                                    ? Optional.empty()
                                    : Optional.of(new Shipment(
                                            row.getString("carrier"),
                                            row.getString("tracking"),
                                            shipped.toInstant(ZoneOffset.UTC)))));
                }
            }
            return rows;
        }
    }

    private PostalAddress open(Row row) throws DatabaseUnavailableException {
        try {
            return PostalAddress.ofText(keys.open(MariaDbAddressBook.USE, row.draw, row.sealed));
        } catch (UnreadableException unreadable) {
            throw new DatabaseUnavailableException(unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public int recordExport(int campaignId, boolean unshippedOnly, Author author) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            int count;
            try (PreparedStatement statement = (unshippedOnly ? COUNT_UNSHIPPED : COUNT).prepare(connection)) {
                statement.setInt(1, campaignId);
                ResultSet row = statement.executeQuery();
                row.next();
                count = row.getInt(1);
            }
            record(connection, campaignId, "export", count, author);
            return count;
        });
    }

    @Override
    public List<Shipped> ship(int campaignId, List<Shipping> parcels, Author author, boolean dryRun)
            throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            List<Shipped> outcomes = new ArrayList<>();
            for (Shipping parcel : parcels) {
                outcomes.add(parcel.draw().campaignId() == campaignId ? standing(connection, parcel) : Shipped.UNKNOWN);
            }
            if (!dryRun && outcomes.contains(Shipped.DONE) && outcomes.stream().noneMatch(Shipped::isFileWrong)) {
                record(connection, campaignId, "ship", ship(connection, parcels, outcomes), author);
            }
            return outcomes;
        });
    }

    private static int ship(Connection connection, List<Shipping> parcels, List<Shipped> outcomes) throws SQLException {
        int count = 0;
        try (PreparedStatement statement = SHIP.prepare(connection)) {
            for (int i = 0; i < parcels.size(); i++) {
                if (outcomes.get(i) == Shipped.DONE) {
                    Shipping parcel = parcels.get(i);
                    statement.setString(1, parcel.carrier());
                    statement.setString(2, parcel.tracking());
                    MariaDbAddressBook.key(statement, 3, parcel.draw());
                    statement.addBatch();
                    count++;
                }
            }
            statement.executeBatch();
        }
        return count;
    }

    private static Shipped standing(Connection connection, Shipping parcel) throws SQLException {
        try (PreparedStatement statement = STANDING.prepare(connection)) {
            MariaDbAddressBook.key(statement, 1, parcel.draw());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Shipped.UNKNOWN;
                }
                String carrier = row.getString("carrier");
                if (carrier != null) {
                    return carrier.equals(parcel.carrier())
                                    && row.getString("tracking").equals(parcel.tracking())
                            ? Shipped.THE_SAME
                            : Shipped.OTHERWISE;
                }
                if (row.getObject("erased_at") != null) {
                    return Shipped.ERASED;
                }
                return row.getInt("revision") == parcel.revision() ? Shipped.DONE : Shipped.CHANGED;
            }
        }
    }

    @Override
    public boolean erase(DrawKey draw, Author author) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = ERASE_ONE.prepare(connection)) {
                MariaDbAddressBook.key(statement, 1, draw);
                if (statement.executeUpdate() == 0) {
                    return false;
                }
            }
            record(connection, draw.campaignId(), "erase", 1, author);
            return true;
        });
    }

    @Override
    public int eraseAfter(Duration kept, Author author) throws DatabaseUnavailableException {
        int erased = 0;
        int group;
        do {
            group = transactions.run(connection -> {
                int rows = eraseShipped(connection, kept);
                for (int campaign : rows > 0 ? List.<Integer>of() : ended(connection, kept)) {
                    rows += eraseUnshipped(connection, campaign);
                }
                if (rows > 0) {
                    record(connection, null, "erase", rows, author);
                }
                return rows;
            });
            erased += group;
        } while (group > 0);
        return erased;
    }

    private static int eraseShipped(Connection connection, Duration kept) throws SQLException {
        try (PreparedStatement statement = ERASE_SHIPPED.prepare(connection)) {
            statement.setLong(1, kept.toSeconds());
            return statement.executeUpdate();
        }
    }

    private static List<Integer> ended(Connection connection, Duration kept) throws SQLException {
        try (PreparedStatement statement = ENDED_CAMPAIGNS.prepare(connection)) {
            statement.setLong(1, kept.toSeconds());
            List<Integer> campaigns = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    campaigns.add(rows.getInt(1));
                }
            }
            return campaigns;
        }
    }

    private static int eraseUnshipped(Connection connection, int campaign) throws SQLException {
        try (PreparedStatement statement = ERASE_UNSHIPPED.prepare(connection)) {
            statement.setInt(1, campaign);
            return statement.executeUpdate();
        }
    }

    @Override
    public int rekey(Author author, Consumer<Integer> progress) throws DatabaseUnavailableException {
        int changed = resealing.run(progress);
        transactions.run(connection -> {
            record(connection, null, "rekey", changed, author);
            return changed;
        });
        return changed;
    }

    private static void record(Connection connection, Integer campaignId, String action, int rows, Author author)
            throws SQLException {
        try (PreparedStatement statement = RECORD.prepare(connection)) {
            statement.setObject(1, campaignId);
            statement.setString(2, action);
            statement.setInt(3, rows);
            statement.setString(4, author.by());
            statement.setString(5, author.reason());
            statement.executeUpdate();
        }
    }
}
