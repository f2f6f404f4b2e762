package org.turntable.tool.command.reimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.StoredDraw;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.Workspace;
import org.turntable.tool.TurntableOps;
import picocli.CommandLine;

/** A stranded database, a target and Redis, all real, and the command line of turntable-ops. */
public final class ReimportFixture implements AutoCloseable {
    /** A result that a player was shown: the draw and, for a win, the unit. */
    public record ShownDraw(PlayerId player, int number, int prizePosition, int ordinal) {
        boolean isWin() {
            return ordinal > 0;
        }
    }

    /** The key of the nodes of both databases. */
    public static final String KEY = "what winners tell is sealed with this one";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RED_PACKETS = 6;

    private final Workspace workspace = Workspace.temporary("reimport");
    public final MigratedDatabase old = new MigratedDatabase(true);
    public final MigratedDatabase here = new MigratedDatabase(true);
    public final RedisServer redis = RedisServer.draws().start();
    /** The settings' claims.key and claims.key.previous. */
    List<String> keys = List.of(KEY);

    public String out;
    public String err;

    public ReimportFixture() {
        // Ids differ between both databases, as they do when campaigns are created separately.
        here.server()
                .execute(
                        "ALTER TABLE turntable.campaign AUTO_INCREMENT = 70",
                        "ALTER TABLE turntable.prize AUTO_INCREMENT = 900");
    }

    /**
     * Makes the same campaign in one of them: coupons with codes first, then watches without, then some red packets.
     */
    public static int campaign(MigratedDatabase database, String slug, int coupons, int watches) throws Exception {
        return campaign(
                database,
                slug,
                IntStream.rangeClosed(1, coupons).mapToObj(i -> slug + "-" + i).toList(),
                watches);
    }

    public static int campaign(MigratedDatabase database, String slug, List<String> codes, int watches)
            throws Exception {
        return new MariaDbCampaignAdministration(database.pool())
                .create(new CampaignDefinition(
                        slug,
                        text("秋游"),
                        text("某某公司"),
                        text("到店领取"),
                        ZoneId.of("Asia/Shanghai"),
                        Instant.EPOCH,
                        Instant.parse("2040-01-01T00:00:00Z"),
                        1_000,
                        1_000,
                        1_000,
                        ReleaseLine.AT_ONCE,
                        List.of(
                                PrizeDefinition.of(text("优惠券"), PrizeKind.COUPON, 200, 0, codes.size(), codes),
                                PrizeDefinition.of(text("手表"), PrizeKind.POSTED, 1, 0, watches, List.of()),
                                PrizeDefinition.of(text("红包"), PrizeKind.RED_PACKET, 1, 0, RED_PACKETS, List.of()))));
    }

    private static LocalizedText text(String chinese) {
        return new LocalizedText(chinese, null);
    }

    public static int prize(MigratedDatabase database, int campaignId, int position) {
        return position == 0
                ? 0
                : Integer.parseInt(database.server()
                        .ask("SELECT id FROM turntable.prize WHERE campaign_id = " + campaignId + " AND position = "
                                + position));
    }

    /**
     * Stores a draw as the ledger of a node does, and returns the result that its player is shown.
     *
     * @param prizePosition the position of the prize that the roll hit; 0 for a loss
     */
    public static ShownDraw draw(
            MigratedDatabase database, int campaignId, PlayerId player, int number, int prizePosition, long atMs)
            throws Exception {
        int prizeId = prize(database, campaignId, prizePosition);
        List<LedgerEntry> group =
                new ArrayList<>(List.of(Entries.entry(campaignId, atMs + "-" + number, player, number, prizeId)));
        if (number == 1) {
            group.add(Entries.entry(campaignId, atMs + "-0", player, 0, 0));
        }
        List<StoredDraw> stored = new MariaDbLedgerStore(database.pool(), "test").write(group);
        return new ShownDraw(player, number, prizePosition, Entries.unit(stored.get(0)));
    }

    /** Makes the old database read-only, as the reimport requires. */
    void makeOldReadOnly() {
        old.server().execute("SET GLOBAL read_only = 1");
    }

    /** The unit of a draw, 0 for a loss, -1 for none. */
    public static int unit(MigratedDatabase database, int campaignId, PlayerId player, int number) {
        String unit = database.server()
                .ask("SELECT COALESCE(unit_ordinal, 0) FROM turntable.draw WHERE campaign_id = " + campaignId
                        + " AND player_id = UNHEX('" + hex(player) + "') AND number = " + number);
        return unit == null ? -1 : Integer.parseInt(unit);
    }

    public static String hex(PlayerId player) {
        return java.util.HexFormat.of().formatHex(player.bytes());
    }

    /** All rows of players in a database, as text, to detect changes. */
    public static String contents(MigratedDatabase database) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String query : List.of(
                "SELECT HEX(player_id), number, drawn_at, prize_id, unit_ordinal, campaign_id FROM draw ORDER BY "
                        + "campaign_id, player_id, number",
                "SELECT prize_id, ordinal, HEX(player_id), draw_number, awarded_at FROM prize_unit WHERE player_id "
                        + "IS NOT NULL ORDER BY prize_id, ordinal",
                "SELECT campaign_id, HEX(player_id), first_seen_at FROM player ORDER BY campaign_id, player_id",
                "SELECT HEX(player_id), revoked_before, by_whom, reason, at FROM identity_revocation ORDER BY id",
                "SELECT * FROM claim_address ORDER BY campaign_id, player_id, draw_number",
                "SELECT * FROM redemption ORDER BY campaign_id, player_id, draw_number",
                "SELECT * FROM red_packet ORDER BY campaign_id, player_id, draw_number",
                "SELECT * FROM verifier ORDER BY id",
                "SELECT * FROM red_packet_prize ORDER BY prize_id",
                "SELECT * FROM claim_action ORDER BY id")) {
            try (Connection connection = database.pool().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        all.append(rows.getString(i)).append(' ');
                    }
                    all.append('\n');
                }
                connection.rollback();
            }
        }
        return all.toString();
    }

    /** Checks that each awarded unit has its draw, each win its unit, and the counts of the ledger are right. */
    public static void assertSound(MigratedDatabase database) {
        // In one statement, because nodes may be drawing.
        String counted = database.server().ask("""
                SELECT CONCAT((SELECT COUNT(*) FROM turntable.draw WHERE unit_ordinal IS NOT NULL), ' ',
                              (SELECT COUNT(*) FROM turntable.prize_unit WHERE player_id IS NOT NULL), ' ',
                              (SELECT COUNT(*) FROM turntable.draw JOIN turntable.prize_unit unit ON unit.prize_id = draw.prize_id AND unit.ordinal = draw.unit_ordinal
                               AND unit.player_id = draw.player_id AND unit.draw_number = draw.number))""");
        String ledger = database.server().ask("""
                SELECT CONCAT((SELECT SUM(draws) FROM turntable.ledger_count), ' ', (SELECT SUM(wins) FROM turntable.ledger_count), ' = ',
                              (SELECT COUNT(*) FROM turntable.draw), ' ', (SELECT COUNT(unit_ordinal) FROM turntable.draw))""");
        if (ledger != null && !ledger.split(" = ")[0].equals(ledger.split(" = ")[1])) {
            throw new AssertionError("counts of the ledger and rows of draw differ: " + ledger);
        }
        if (java.util.Arrays.stream(counted.split(" ")).distinct().count() != 1) {
            throw new AssertionError("wins, units given out and pairs of both: " + counted);
        }
    }

    Path config() throws IOException {
        Path file = workspace.path().resolve("turntable.properties");
        return Files.writeString(file, """
                mode=demo
                database.hosts=%s
                database.password=%s
                redis.draws.url=%s
                %s%s""".formatted(
                        here.server().address(),
                        here.access("turntable_app").password(),
                        redis.url(),
                        keys.isEmpty() ? "" : "claims.key=" + keys.get(0),
                        keys.size() < 2 ? "" : "\nclaims.key.previous=" + keys.get(1)));
    }

    public Path folder() {
        return workspace.path();
    }

    /** Runs {@code reimport} with those words, {@code --from} and {@code --config} added where they belong. */
    public int reimport(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("reimport"));
        all.addAll(List.of(words));
        if (List.of("compare", "apply").contains(words[0]) && !all.contains("--from")) {
            all.addAll(List.of("--from", old.server().address()));
        }
        if (List.of("apply", "settle", "decide").contains(words[0])) {
            all.addAll(List.of("--by", "Zhao Min", "--reason", "the night of the wave"));
        }
        all.addAll(List.of("--config", config().toString()));
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine tool =
                TurntableOps.commandLine().setOut(new PrintWriter(stdout, true)).setErr(new PrintWriter(stderr, true));
        int exit = tool.execute(all.toArray(String[]::new));
        out = stdout.toString();
        err = stderr.toString();
        return exit;
    }

    public JsonNode json() throws IOException {
        return JSON.readTree(out);
    }

    @Override
    public void close() {
        redis.close();
        here.close();
        old.close();
        workspace.close();
    }
}
