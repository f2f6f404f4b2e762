package org.turntable.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.turntable.player.PlayerId;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.RedemptionRow;
import org.turntable.reimport.row.Sealed;

/** Runs each statement by which a reimport brings over what became of prizes. */
public final class ClaimStatements {
    private static final Instant THEN = Instant.parse("2026-10-01T02:00:00Z");
    private static final Sealed SEALED = new Sealed("abcdef01", new byte[] {1});

    private ClaimStatements() {
    }

    /**
     * Reads what hangs on the first draws of a campaign, and writes to one in which nothing is claimed of these players yet.
     *
     * @param read    with claims of many
     * @param written with a prize of each kind: coupon, posted, red packet
     * @param prizes  the ids of those
     * @param winner  one who is not known
     */
    public static void runAll(DataSource pool, int read, int written, List<Integer> prizes, PlayerId winner,
            List<DrawKey> draws) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            ClaimReading.claims(connection, read, draws);
            ClaimReading.amounts(connection, written);
            ClaimReading.actions(connection, 0, 200);
            ClaimReading.adrift(connection, read);
            ClaimWriting writing = new ClaimWriting(connection);
            DrawKey key = new DrawKey(winner, 9);
            RedemptionRow redemption = new RedemptionRow(key, prizes.get(0), 1_400, new byte[16], "nobody knows her", "s", THEN);
            AddressRow address = new AddressRow(key, prizes.get(1), 1, SEALED, THEN, THEN, null, null);
            PacketRow packet = new PacketRow(key, prizes.get(2), 100, PacketRow.State.ASKED, SEALED, 1, THEN, false, null, null, THEN, null, null,
                    null);
            writing.add(written, List.of(redemption, address, packet));
            PacketRow there = ClaimReading.claims(connection, written, List.of(key)).stream().filter(PacketRow.class::isInstance)
                    .map(PacketRow.class::cast)
                    .findFirst().orElseThrow();
            expect(writing.change(written, redemption, new RedemptionRow(key, prizes.get(0), 1_400, "another scan 123".getBytes(), "v2", "s", THEN)));
            expect(writing.change(written, address, address.erased(THEN)));
            expect(writing.change(written, there, there.sent("RP9", THEN)));
            writing.amounts(Map.of(prizes.get(2), 100));
            writing.actions(IntStream.range(0, 3).mapToObj(i -> new ActionRow(i, written, "export", i, "Wang", "parcels", THEN)).toList());
            writing.record(written, "reimport", 1, "Zhao", "that night");
        }
    }

    private static void expect(boolean changed) {
        if (!changed) {
            throw new AssertionError("a row was not changed");
        }
    }
}
