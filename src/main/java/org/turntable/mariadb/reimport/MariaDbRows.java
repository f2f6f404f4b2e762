package org.turntable.mariadb.reimport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.turntable.mariadb.UtcTimes;
import org.turntable.player.PlayerId;
import org.turntable.reimport.Rows;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.CampaignOutline;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.Revocation;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;
import org.turntable.reimport.row.Visit;

/** One of the two databases. Each page is a statement of its own along the primary key: nothing is sorted, and nothing stays open in between. */
public final class MariaDbRows implements Rows {
    private static final int NO_SUCH_TABLE = 1146;
    private static final Set<String> LOOKED_AFTER = Set.of("draw", "player", "prize_unit", "identity_revocation", "claim_address", "verifier",
            "redemption", "red_packet", "red_packet_prize", "claim_action");
    /** What a fresh database has by its own means: the definitions of campaigns, the epoch of this Redis, what migrations and tools note. */
    private static final Set<String> ITS_OWN = Set.of("flyway_schema_history", "campaign", "campaign_release", "prize", "prize_release", "draw_epoch",
            "ledger_beat", "ledger_count", "campaign_theme", "campaign_theme_value", "campaign_rules", "rehearsal", "red_packet_lease",
            "reimport_run", "reimport_count", "reimport_win", "reimport_conflict");
    private static final String CAMPAIGNS = """
            SELECT id, slug FROM campaign WHERE slug <> 'turntable-rehearsal' ORDER BY id""";
    private static final String PRIZES = "SELECT id, name FROM prize WHERE campaign_id = ? ORDER BY id";
    // Written so that the server begins where the page before ended: as one OR of both, it read the campaign from its beginning for every page.
    private static final String DRAWS = """
            SELECT draw.player_id, draw.number, draw.drawn_at, draw.prize_id, draw.unit_ordinal, unit.code,
                   unit.player_id = draw.player_id AND unit.draw_number = draw.number AS held
            FROM draw LEFT JOIN prize_unit unit ON unit.prize_id = draw.prize_id AND unit.ordinal = draw.unit_ordinal
            WHERE draw.campaign_id = ? AND draw.player_id >= ? AND (draw.player_id > ? OR draw.number > ?)
            ORDER BY draw.player_id, draw.number LIMIT ?""";
    private static final String GIVEN_UNITS = """
            SELECT unit.ordinal, unit.code, unit.player_id AS holder, unit.draw_number, unit.awarded_at,
                   draw.drawn_at, draw.prize_id, draw.unit_ordinal
            FROM prize_unit unit FORCE INDEX (PRIMARY)
            LEFT JOIN draw ON draw.campaign_id = ? AND draw.player_id = unit.player_id AND draw.number = unit.draw_number
            WHERE unit.prize_id = ? AND unit.ordinal > ? AND unit.player_id IS NOT NULL
            ORDER BY unit.ordinal LIMIT ?""";
    private static final String VISITS = """
            SELECT player_id, first_seen_at FROM player WHERE campaign_id = ? AND player_id %s ? ORDER BY player_id LIMIT ?""";
    private static final String REVOCATIONS = """
            SELECT id, player_id, revoked_before, by_whom, reason, at FROM identity_revocation WHERE id > ? ORDER BY id LIMIT ?""";
    private static final String SIZE = """
            SELECT (SELECT COUNT(*) FROM player WHERE campaign_id = ?) AS players, COUNT(*) AS draws, COUNT(unit_ordinal) AS wins,
                   MAX(drawn_at) AS last_draw FROM draw WHERE campaign_id = ?""";
    private static final String TABLES = """
            SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME""";
    // With a recovery of this degree InnoDB itself refuses writes.
    private static final String IS_OPEN = "SELECT NOT (@@read_only OR @@innodb_read_only OR @@innodb_force_recovery >= 4)";
    private static final String DESCRIBE = """
            SELECT CONCAT('MariaDB ', VERSION(), ' on ', @@hostname, ':', @@port, ', server_id ', @@server_id, ', data folder ', @@datadir,
                          IF(@@innodb_force_recovery, CONCAT(', innodb_force_recovery=', @@innodb_force_recovery), ''))""";

    private interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource pool;

    /** @param pool connections that may read */
    public MariaDbRows(DataSource pool) {
        this.pool = pool;
    }

    DataSource pool() {
        return pool;
    }

    @Override
    public List<CampaignOutline> campaigns() throws Unavailable {
        return ask(connection -> {
            List<CampaignOutline> bare = Statements.list(connection, row -> new CampaignOutline(row.getInt("id"), row.getString("slug"), List.of()),
                    CAMPAIGNS);
            List<CampaignOutline> whole = new ArrayList<>();
            for (CampaignOutline campaign : bare) {
                whole.add(new CampaignOutline(campaign.id(), campaign.slug(), Statements.list(connection,
                        row -> new CampaignOutline.PrizeOutline(row.getInt("id"), row.getString("name")), PRIZES, campaign.id())));
            }
            return whole;
        });
    }

    @Override
    public List<DrawRow> draws(int campaignId, DrawKey after, int most) throws Unavailable {
        return ask(connection -> Statements.list(connection, MariaDbRows::draw, DRAWS, campaignId, after.player(), after.player(), after.number(),
                most));
    }

    /** A draw that was read with the code of its unit, and whether that unit knows of it. */
    static DrawRow draw(ResultSet row) throws SQLException {
        DrawKey key = new DrawKey(PlayerId.of(row.getBytes("player_id")), row.getInt("number"));
        int prizeId = row.getInt("prize_id");
        int ordinal = row.getInt("unit_ordinal");
        UnitRef unit = ordinal == 0 ? null : new UnitRef(prizeId, ordinal, row.getString("code"));
        return new DrawRow(key, UtcTimes.instant(row, "drawn_at"), prizeId, unit, unit == null || row.getBoolean("held"));
    }

    @Override
    public List<UnitRow> givenUnits(int campaignId, int prizeId, int afterOrdinal, int most) throws Unavailable {
        return ask(connection -> Statements.list(connection, row -> {
            UnitRef unit = new UnitRef(prizeId, row.getInt("ordinal"), row.getString("code"));
            DrawKey holder = new DrawKey(PlayerId.of(row.getBytes("holder")), row.getInt("draw_number"));
            LocalDateTime drawnAt = row.getObject("drawn_at", LocalDateTime.class);
            int drawnPrize = row.getInt("prize_id");
            int drawnUnit = row.getInt("unit_ordinal");
            boolean held = drawnPrize == prizeId && drawnUnit == unit.ordinal();
            DrawRow draw = drawnAt == null ? null : new DrawRow(holder, drawnAt.toInstant(ZoneOffset.UTC), drawnPrize,
                    held ? unit : drawnUnit == 0 ? null : new UnitRef(drawnPrize, drawnUnit, null), held);
            return new UnitRow(unit, holder, UtcTimes.instant(row, "awarded_at"), draw);
        }, GIVEN_UNITS, campaignId, prizeId, afterOrdinal, most));
    }

    @Override
    public List<Visit> visits(int campaignId, PlayerId after, int most) throws Unavailable {
        return ask(connection -> Statements.list(connection,
                row -> new Visit(PlayerId.of(row.getBytes("player_id")), UtcTimes.instant(row, "first_seen_at")),
                VISITS.formatted(after == null ? ">=" : ">"), campaignId, after == null ? DrawKey.FIRST.player() : after, most));
    }

    @Override
    public List<Revocation> revocations(long afterId, int most) throws Unavailable {
        return ask(connection -> {
            try {
                return Statements.list(connection, MariaDbRows::revocation, REVOCATIONS, afterId, most);
            } catch (SQLException error) {
                if (error.getErrorCode() == NO_SUCH_TABLE) {
                    return List.of();
                }
                throw error;
            }
        });
    }

    private static Revocation revocation(ResultSet row) throws SQLException {
        return new Revocation(row.getLong("id"), PlayerId.of(row.getBytes("player_id")), UtcTimes.instant(row, "revoked_before"),
                row.getString("by_whom"), row.getString("reason"), UtcTimes.instant(row, "at"));
    }

    @Override
    public List<ClaimRow> claims(int campaignId, Collection<DrawKey> keys) throws Unavailable {
        return ask(connection -> ClaimReading.claims(connection, campaignId, keys));
    }

    @Override
    public List<DrawKey> claimsAdrift(int campaignId) throws Unavailable {
        return ask(connection -> ClaimReading.adrift(connection, campaignId));
    }

    @Override
    public Map<Integer, Integer> amounts(int campaignId) throws Unavailable {
        return ask(connection -> ClaimReading.amounts(connection, campaignId));
    }

    @Override
    public List<ActionRow> actions(long afterId, int most) throws Unavailable {
        return ask(connection -> ClaimReading.actions(connection, afterId, most));
    }

    @Override
    public Size size(int campaignId) throws Unavailable {
        return ask(connection -> Statements.list(connection, row -> {
            LocalDateTime last = row.getObject("last_draw", LocalDateTime.class);
            return new Size(row.getLong("players"), row.getLong("draws"), row.getLong("wins"), last == null ? null : last.toInstant(ZoneOffset.UTC));
        }, SIZE, campaignId, campaignId).get(0));
    }

    @Override
    public Map<String, Long> otherTables() throws Unavailable {
        return ask(connection -> {
            Map<String, Long> rows = new TreeMap<>();
            for (String table : Statements.list(connection, row -> row.getString(1), TABLES)) {
                if (!LOOKED_AFTER.contains(table) && !ITS_OWN.contains(table)) {
                    rows.put(table, Statements.number(connection, "SELECT COUNT(*) FROM `" + table.replace("`", "``") + "`"));
                }
            }
            return rows;
        });
    }

    @Override
    public boolean isOpen() throws Unavailable {
        return ask(connection -> Statements.number(connection, IS_OPEN) == 1);
    }

    @Override
    public String describe() throws Unavailable {
        return ask(connection -> Statements.list(connection, row -> row.getString(1), DESCRIBE).get(0));
    }

    private <T> T ask(Query<T> query) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            return query.on(connection);
        } catch (SQLException error) {
            throw new Unavailable(error.getMessage(), error);
        }
    }
}
