package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.RedemptionRow;
import org.turntable.tool.reimport.row.SealedText;

/** Runs each statement of a reimport that reads or writes claims. */
public final class ClaimStatements {
    private static final Instant THEN = Instant.parse("2026-10-01T02:00:00Z");
    private static final SealedText SEALED = new SealedText("abcdef01", new byte[] {1});

    private ClaimStatements() {}

    /**
     * Reads the claims of draws of one campaign, and writes to another one.
     *
     * @param read a campaign with claims of many players
     * @param written a campaign with a prize of each kind: coupon, posted, red packet
     * @param prizes the ids of its prizes
     * @param winner a new player
     */
    public static void runAll(
            DataSource pool, int read, int written, List<Integer> prizes, PlayerId winner, List<PlayerDrawKey> draws)
            throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            ClaimReader.claims(connection, read, draws);
            ClaimReader.amounts(connection, written);
            ClaimReader.actions(connection, 0, 200);
            ClaimReader.orphaned(connection, read);
            ClaimWriter writer = new ClaimWriter(connection);
            PlayerDrawKey key = new PlayerDrawKey(winner, 9);
            RedemptionRow redemption =
                    new RedemptionRow(key, prizes.get(0), 1_400, new byte[16], "an unknown verifier", "s", THEN);
            AddressRow address = new AddressRow(key, prizes.get(1), 1, SEALED, THEN, THEN, null, null);
            PacketRow packet = new PacketRow(
                    key,
                    prizes.get(2),
                    100,
                    PacketRow.State.ASKED,
                    SEALED,
                    1,
                    THEN,
                    false,
                    null,
                    null,
                    THEN,
                    null,
                    null,
                    null);
            writer.add(written, List.of(redemption, address, packet));
            PacketRow there = ClaimReader.claims(connection, written, List.of(key)).stream()
                    .filter(PacketRow.class::isInstance)
                    .map(PacketRow.class::cast)
                    .findFirst()
                    .orElseThrow();
            expect(writer.change(
                    written,
                    redemption,
                    new RedemptionRow(key, prizes.get(0), 1_400, "another scan 123".getBytes(), "v2", "s", THEN)));
            expect(writer.change(written, address, address.erased(THEN)));
            expect(writer.change(written, there, there.sent("RP9", THEN)));
            writer.addAmounts(Map.of(prizes.get(2), 100));
            writer.addActions(IntStream.range(0, 3)
                    .mapToObj(i -> new ActionRow(i, written, "export", i, "Wang", "parcels", THEN))
                    .toList());
            writer.recordAction(written, "reimport", 1, "Zhao", "that night");
        }
    }

    private static void expect(boolean changed) {
        if (!changed) {
            throw new AssertionError("a row was not changed");
        }
    }
}
