package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.CampaignOutline;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;
import org.turntable.tool.reimport.rule.ReimportSource;

/**
 * Reads one of the two databases. Each page is a statement along the primary key: nothing is sorted, and no transaction
 * or cursor stays open between pages.
 */
public final class MariaDbReimportSource implements ReimportSource {
    private static final Set<String> HANDLED = Set.of(
            "draw",
            "player",
            "prize_unit",
            "identity_revocation",
            "claim_address",
            "verifier",
            "redemption",
            "red_packet",
            "red_packet_prize",
            "claim_action");
    /** Tables that each database fills by itself: definitions of campaigns, epochs, records of migrations and tools. */
    private static final Set<String> NOT_IMPORTED = Set.of(
            "flyway_schema_history",
            "campaign",
            "campaign_release",
            "prize",
            "prize_release",
            "draw_epoch",
            "ledger_beat",
            "ledger_count",
            "campaign_theme",
            "campaign_theme_value",
            "campaign_rules",
            "rehearsal",
            "player_signal",
            "red_packet_lease",
            "reimport_run",
            "reimport_count",
            "reimport_win",
            "reimport_conflict");

    private static final SqlStatement CAMPAIGNS = new SqlStatement(StatementBudget.REIMPORT_CAMPAIGNS, """
            SELECT id, slug FROM campaign WHERE slug <> 'turntable-rehearsal' ORDER BY id""");
    private static final SqlStatement PRIZES = new SqlStatement(
            StatementBudget.REIMPORT_PRIZES, "SELECT id, name FROM prize WHERE campaign_id = ? ORDER BY id");
    // In this form the server starts at the end of the last page. With one OR of both conditions it would read the
    // campaign
    // from its beginning for every page.
    private static final SqlStatement DRAWS = new SqlStatement(StatementBudget.REIMPORT_DRAWS, """
            SELECT draw.player_id, draw.number, draw.drawn_at, draw.prize_id, draw.unit_ordinal, unit.code,
                   unit.player_id = draw.player_id AND unit.draw_number = draw.number AS held
            FROM draw LEFT JOIN prize_unit unit ON unit.prize_id = draw.prize_id AND unit.ordinal = draw.unit_ordinal
            WHERE draw.campaign_id = ? AND draw.player_id >= ? AND (draw.player_id > ? OR draw.number > ?)
            ORDER BY draw.player_id, draw.number LIMIT ?""");
    private static final SqlStatement AWARDED_UNITS = new SqlStatement(StatementBudget.REIMPORT_UNITS_AWARDED, """
            SELECT unit.ordinal, unit.code, unit.player_id AS holder, unit.draw_number, unit.awarded_at,
                   draw.drawn_at, draw.prize_id, draw.unit_ordinal
            FROM prize_unit unit FORCE INDEX (PRIMARY)
            LEFT JOIN draw ON draw.campaign_id = ? AND draw.player_id = unit.player_id AND draw.number = unit.draw_number
            WHERE unit.prize_id = ? AND unit.ordinal > ? AND unit.player_id IS NOT NULL
            ORDER BY unit.ordinal LIMIT ?""");
    private static final SqlStatement FIRST_PLAYERS = new SqlStatement(StatementBudget.REIMPORT_PLAYERS_FIRST, """
            SELECT player_id, first_seen_at FROM player WHERE campaign_id = ? ORDER BY player_id LIMIT ?""");
    private static final SqlStatement NEXT_PLAYERS = new SqlStatement(StatementBudget.REIMPORT_PLAYERS_NEXT, """
            SELECT player_id, first_seen_at FROM player WHERE campaign_id = ? AND player_id > ? ORDER BY player_id LIMIT ?""");
    private static final SqlStatement REVOCATIONS = new SqlStatement(StatementBudget.REIMPORT_REVOCATIONS, """
            SELECT id, player_id, revoked_before, by_whom, reason, at FROM identity_revocation WHERE id > ? ORDER BY id LIMIT ?""");
    private static final SqlStatement SIZE = new SqlStatement(StatementBudget.REIMPORT_SIZE, """
            SELECT (SELECT COUNT(*) FROM player WHERE campaign_id = ?) AS players, COUNT(*) AS draws, COUNT(unit_ordinal) AS wins,
                   MAX(drawn_at) AS last_draw FROM draw WHERE campaign_id = ?""");
    private static final SqlStatement TABLES = new SqlStatement(StatementBudget.REIMPORT_TABLES, """
            SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME""");
    // The name of a table cannot be a parameter.
    private static final SqlStatement TABLE_ROWS = new SqlStatement(
            StatementBudget.REIMPORT_TABLE_ROWS,
            "EXECUTE IMMEDIATE CONCAT('SELECT COUNT(*) FROM `', REPLACE(?, '`', '``'), '`')");
    // From this level of innodb_force_recovery InnoDB refuses writes.
    private static final SqlStatement IS_OPEN = new SqlStatement(
            StatementBudget.REIMPORT_IS_WRITABLE,
            "SELECT NOT (@@read_only OR @@innodb_read_only OR @@innodb_force_recovery >= 4)");
    private static final SqlStatement DESCRIBE = new SqlStatement(StatementBudget.REIMPORT_SERVER, """
            SELECT CONCAT('MariaDB ', VERSION(), ' on ', @@hostname, ':', @@port, ', server_id ', @@server_id, ', data folder ', @@datadir,
                          IF(@@innodb_force_recovery, CONCAT(', innodb_force_recovery=', @@innodb_force_recovery), ''))""");

    private interface Operation<T> {
        T run(Connection connection) throws SQLException;
    }

    private final DataSource pool;

    /** @param pool connections of an account that may read */
    public MariaDbReimportSource(DataSource pool) {
        this.pool = pool;
    }

    DataSource pool() {
        return pool;
    }

    @Override
    public List<CampaignOutline> campaigns() throws DatabaseUnavailableException {
        return query(connection -> {
            List<CampaignOutline> bare = StatementRunner.query(
                    connection,
                    row -> new CampaignOutline(row.getInt("id"), row.getString("slug"), List.of()),
                    CAMPAIGNS);
            List<CampaignOutline> whole = new ArrayList<>();
            for (CampaignOutline campaign : bare) {
                whole.add(new CampaignOutline(
                        campaign.id(),
                        campaign.slug(),
                        StatementRunner.query(
                                connection,
                                row -> new CampaignOutline.PrizeOutline(row.getInt("id"), row.getString("name")),
                                PRIZES,
                                campaign.id())));
            }
            return whole;
        });
    }

    @Override
    public List<DrawRow> draws(int campaignId, PlayerDrawKey after, int most) throws DatabaseUnavailableException {
        return query(connection -> StatementRunner.query(
                connection,
                MariaDbReimportSource::draw,
                DRAWS,
                campaignId,
                after.player(),
                after.player(),
                after.number(),
                most));
    }

    /** Converts a draw that was read with the code of its unit, and whether that unit names it. */
    static DrawRow draw(ResultSet row) throws SQLException {
        PlayerDrawKey key = new PlayerDrawKey(PlayerId.of(row.getBytes("player_id")), row.getInt("number"));
        int prizeId = row.getInt("prize_id");
        int ordinal = row.getInt("unit_ordinal");
        UnitRef unit = ordinal == 0 ? null : new UnitRef(prizeId, ordinal, row.getString("code"));
        return new DrawRow(
                key, UtcTimes.instant(row, "drawn_at"), prizeId, unit, unit == null || row.getBoolean("held"));
    }

    @Override
    public List<UnitRow> awardedUnits(int campaignId, int prizeId, int afterOrdinal, int most)
            throws DatabaseUnavailableException {
        return query(connection -> StatementRunner.query(
                connection,
                row -> {
                    UnitRef unit = new UnitRef(prizeId, row.getInt("ordinal"), row.getString("code"));
                    PlayerDrawKey holder =
                            new PlayerDrawKey(PlayerId.of(row.getBytes("holder")), row.getInt("draw_number"));
                    Instant drawnAt = KeyLookups.instant(row, "drawn_at");
                    int drawnPrize = row.getInt("prize_id");
                    int drawnUnit = row.getInt("unit_ordinal");
                    boolean held = drawnPrize == prizeId && drawnUnit == unit.ordinal();
                    DrawRow draw = drawnAt == null
                            ? null
                            : new DrawRow(
                                    holder,
                                    drawnAt,
                                    drawnPrize,
                                    held ? unit : drawnUnit == 0 ? null : new UnitRef(drawnPrize, drawnUnit, null),
                                    held);
                    return new UnitRow(unit, holder, UtcTimes.instant(row, "awarded_at"), draw);
                },
                AWARDED_UNITS,
                campaignId,
                prizeId,
                afterOrdinal,
                most));
    }

    @Override
    public List<PlayerRow> players(int campaignId, PlayerId after, int most) throws DatabaseUnavailableException {
        return query(connection -> after == null
                ? StatementRunner.query(connection, MariaDbReimportSource::player, FIRST_PLAYERS, campaignId, most)
                : StatementRunner.query(
                        connection, MariaDbReimportSource::player, NEXT_PLAYERS, campaignId, after, most));
    }

    private static PlayerRow player(ResultSet row) throws SQLException {
        return new PlayerRow(PlayerId.of(row.getBytes("player_id")), UtcTimes.instant(row, "first_seen_at"));
    }

    @Override
    public List<RevocationRow> revocations(long afterId, int most) throws DatabaseUnavailableException {
        return query(connection -> StatementRunner.queryIfTableExists(
                connection, MariaDbReimportSource::revocation, REVOCATIONS, 1, afterId, most));
    }

    private static RevocationRow revocation(ResultSet row) throws SQLException {
        return new RevocationRow(
                row.getLong("id"),
                PlayerId.of(row.getBytes("player_id")),
                UtcTimes.instant(row, "revoked_before"),
                row.getString("by_whom"),
                row.getString("reason"),
                UtcTimes.instant(row, "at"));
    }

    @Override
    public List<ClaimRow> claims(int campaignId, Collection<PlayerDrawKey> keys) throws DatabaseUnavailableException {
        return query(connection -> ClaimReader.claims(connection, campaignId, keys));
    }

    @Override
    public List<PlayerDrawKey> orphanedClaims(int campaignId) throws DatabaseUnavailableException {
        return query(connection -> ClaimReader.orphaned(connection, campaignId));
    }

    @Override
    public Map<Integer, Integer> amounts(int campaignId) throws DatabaseUnavailableException {
        return query(connection -> ClaimReader.amounts(connection, campaignId));
    }

    @Override
    public List<ActionRow> actions(long afterId, int most) throws DatabaseUnavailableException {
        return query(connection -> ClaimReader.actions(connection, afterId, most));
    }

    @Override
    public Size size(int campaignId) throws DatabaseUnavailableException {
        return query(connection -> StatementRunner.query(
                        connection,
                        row -> new Size(
                                row.getLong("players"),
                                row.getLong("draws"),
                                row.getLong("wins"),
                                KeyLookups.instant(row, "last_draw")),
                        SIZE,
                        campaignId,
                        campaignId)
                .get(0));
    }

    @Override
    public Map<String, Long> otherTables() throws DatabaseUnavailableException {
        return query(connection -> {
            Map<String, Long> rows = new TreeMap<>();
            for (String table : StatementRunner.query(connection, row -> row.getString(1), TABLES)) {
                if (!HANDLED.contains(table) && !NOT_IMPORTED.contains(table)) {
                    rows.put(table, StatementRunner.number(connection, TABLE_ROWS, table));
                }
            }
            return rows;
        });
    }

    @Override
    public boolean isOpen() throws DatabaseUnavailableException {
        return query(connection -> StatementRunner.number(connection, IS_OPEN) == 1);
    }

    @Override
    public String describe() throws DatabaseUnavailableException {
        return query(connection -> StatementRunner.query(connection, row -> row.getString(1), DESCRIBE)
                .get(0));
    }

    private <T> T query(Operation<T> operation) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            return operation.run(connection);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }
}
