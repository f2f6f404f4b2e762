package org.turntable.mariadb.campaign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.Campaigns;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.Odds;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.Transaction;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * Reads campaigns from MariaDB. The published ones are read periodically: while no plan version has changed, this is
 * one small statement, because counting a million units is expensive. Otherwise it is five statements in one snapshot,
 * for any number of campaigns.
 */
public final class MariaDbCampaigns implements Campaigns {
    private static final String NOT_DRAFT = " WHERE state <> 'draft' ORDER BY id";
    private static final SqlStatement VERSIONS = new SqlStatement(
            StatementBudget.CAMPAIGN_VERSIONS,
            "SELECT id, plan_version, uid, plan_changed_at FROM campaign" + NOT_DRAFT);
    private static final String CAMPAIGNS = """
            SELECT id, slug, name, name_en, organiser, organiser_en, how_to_redeem, how_to_redeem_en, time_zone, opens_at, closes_at, state,
                   chances_per_day, chances_in_all, odds_base, plan_version, uid
            FROM campaign""";
    private static final SqlStatement PUBLISHED =
            new SqlStatement(StatementBudget.CAMPAIGNS_PUBLISHED, CAMPAIGNS + NOT_DRAFT);
    // The campaign for rehearsals is a draft that is neither listed nor found by its slug.
    private static final String NO_REHEARSAL = " id NOT IN (SELECT campaign_id FROM rehearsal)";
    private static final SqlStatement ALL =
            new SqlStatement(StatementBudget.CAMPAIGNS_ALL, CAMPAIGNS + " WHERE" + NO_REHEARSAL + " ORDER BY id");
    private static final SqlStatement OF_SLUG =
            new SqlStatement(StatementBudget.CAMPAIGN_OF_SLUG, CAMPAIGNS + " WHERE slug = ? AND" + NO_REHEARSAL);
    private static final SqlStatement FOR_REHEARSALS = new SqlStatement(
            StatementBudget.CAMPAIGN_FOR_REHEARSALS, CAMPAIGNS + " WHERE id IN (SELECT campaign_id FROM rehearsal)");
    private static final SqlStatement RELEASES = new SqlStatement(StatementBudget.CAMPAIGN_RELEASES, """
            SELECT campaign_id AS owner, at, share_ppm FROM campaign_release WHERE campaign_id IN ({?}) ORDER BY campaign_id, at""");
    private static final SqlStatement PRIZES = new SqlStatement(StatementBudget.CAMPAIGN_PRIZES, """
            SELECT id, campaign_id, position, name, name_en, kind, weight, per_player_limit, release_reason
            FROM prize WHERE campaign_id IN ({?}) ORDER BY campaign_id, position""");
    private static final SqlStatement OWN_RELEASES = new SqlStatement(StatementBudget.CAMPAIGN_OWN_RELEASES, """
            SELECT prize_id AS owner, at, share_ppm FROM prize_release
            WHERE prize_id IN (SELECT id FROM prize WHERE campaign_id IN ({?}) AND release_reason IS NOT NULL) ORDER BY prize_id, at""");
    private static final SqlStatement STOCKS = new SqlStatement(StatementBudget.CAMPAIGN_STOCKS, """
            SELECT prize_id, COUNT(*) AS units FROM prize_unit
            WHERE prize_id IN (SELECT id FROM prize WHERE campaign_id IN ({?})) GROUP BY prize_id""");

    private final DataSource pool;
    private volatile Known known = Known.NOTHING;

    /**
     * What was read last.
     *
     * @param marks what a change changes, by campaign; the version alone may be one of before a restore
     * @param campaigns the campaigns
     */
    private record Known(Map<Integer, String> marks, List<Campaign> campaigns) {
        private static final Known NOTHING = new Known(Map.of(), List.of());
    }

    /** @param pool the application's account */
    public MariaDbCampaigns(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Campaign> published() throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            Map<Integer, String> marks = marks(connection);
            Known current = known;
            if (!marks.equals(current.marks())) {
                // A change between the two statements is in the snapshot, and is read once more the next time.
                current = new Known(marks, List.copyOf(snapshot(connection, PUBLISHED)));
                known = current;
            }
            return current.campaigns();
        } catch (SQLException error) {
            throw new DatabaseUnavailableException("the campaigns could not be read: " + error.getMessage(), error);
        } catch (IllegalArgumentException | DateTimeException invalid) {
            // Rows that were changed by hand may be inconsistent; the node then keeps the plans that it has.
            throw new DatabaseUnavailableException(
                    "the rows of a campaign are inconsistent; correct them: " + invalid.getMessage(), invalid);
        }
    }

    @Override
    public void forget() {
        known = Known.NOTHING;
    }

    /** The campaign with this slug, in any state, in a snapshot; empty when there is none. */
    public static List<Campaign> ofSlug(Connection connection, String slug) throws SQLException {
        // The column is ASCII: MariaDB refuses to compare it with other characters.
        return CampaignDefinition.isSlug(slug) ? snapshot(connection, OF_SLUG, slug) : List.of();
    }

    /** The campaign with this slug, read in the transaction that is active. */
    public static Campaign inTransaction(Connection connection, String slug) throws SQLException {
        return read(connection, OF_SLUG, slug).get(0);
    }

    /** All campaigns including drafts, in a snapshot. */
    static List<Campaign> all(Connection connection) throws SQLException {
        return snapshot(connection, ALL);
    }

    /** The campaign for rehearsals. */
    public static List<Campaign> forRehearsals(Connection connection) throws SQLException {
        return snapshot(connection, FOR_REHEARSALS);
    }

    private static Map<Integer, String> marks(Connection connection) throws SQLException {
        try (PreparedStatement statement = VERSIONS.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            Map<Integer, String> marks = new HashMap<>();
            while (rows.next()) {
                marks.put(rows.getInt(1), rows.getInt(2) + " " + rows.getString(3) + " " + rows.getString(4));
            }
            return marks;
        }
    }

    private static List<Campaign> snapshot(Connection connection, SqlStatement campaignsSql, Object... parameters)
            throws SQLException {
        // One snapshot: otherwise a plan could have the version of one change and the prizes of the next.
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return Transaction.<List<Campaign>, SQLException>run(connection, same -> read(same, campaignsSql, parameters));
    }

    private static List<Campaign> read(Connection connection, SqlStatement sql, Object... parameters)
            throws SQLException {
        List<PlanRow> plans = new ArrayList<>();
        try (PreparedStatement statement = sql.prepare(connection)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plans.add(PlanRow.of(rows));
                }
            }
        }
        if (plans.isEmpty()) {
            return List.of();
        }
        Integer[] ids = plans.stream().map(PlanRow::id).toArray(Integer[]::new);
        Map<Integer, List<Prize>> prizes = prizes(connection, ids, lines(connection, RELEASES, ids));
        return plans.stream()
                .map(plan -> plan.with(prizes.getOrDefault(plan.id(), List.of())))
                .toList();
    }

    private static Map<Integer, List<Prize>> prizes(
            Connection connection, Integer[] campaignIds, Map<Integer, ReleaseLine> lines) throws SQLException {
        Map<Integer, ReleaseLine> ownLines = lines(connection, OWN_RELEASES, campaignIds);
        Map<Integer, Long> stocks = new HashMap<>();
        try (PreparedStatement statement = prepare(connection, STOCKS, campaignIds);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                stocks.put(rows.getInt("prize_id"), rows.getLong("units"));
            }
        }
        Map<Integer, List<Prize>> prizes = new HashMap<>();
        try (PreparedStatement statement = prepare(connection, PRIZES, campaignIds);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                int id = rows.getInt("id");
                int campaignId = rows.getInt("campaign_id");
                String reason = rows.getString("release_reason");
                ReleaseLine line = reason != null ? ownLines.get(id) : lines.get(campaignId);
                prizes.computeIfAbsent(campaignId, key -> new ArrayList<>())
                        .add(new Prize(
                                id,
                                rows.getInt("position"),
                                text(rows, "name"),
                                PrizeKind.of(rows.getString("kind")),
                                rows.getInt("weight"),
                                rows.getInt("per_player_limit"),
                                stocks.getOrDefault(id, 0L),
                                line == null ? ReleaseLine.AT_ONCE : line,
                                rows.getString("release_reason")));
            }
        }
        return prizes;
    }

    private static Map<Integer, ReleaseLine> lines(Connection connection, SqlStatement sql, Integer[] campaignIds)
            throws SQLException {
        Map<Integer, List<ReleaseLine.Point>> points = new HashMap<>();
        try (PreparedStatement statement = prepare(connection, sql, campaignIds);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                points.computeIfAbsent(rows.getInt("owner"), key -> new ArrayList<>())
                        .add(new ReleaseLine.Point(UtcTimes.instant(rows, "at"), rows.getInt("share_ppm")));
            }
        }
        Map<Integer, ReleaseLine> lines = new HashMap<>();
        points.forEach((owner, line) -> lines.put(owner, new ReleaseLine(line)));
        return lines;
    }

    private static PreparedStatement prepare(Connection connection, SqlStatement sql, Integer[] ids)
            throws SQLException {
        PreparedStatement statement = sql.prepare(connection, ids.length);
        for (int i = 0; i < ids.length; i++) {
            statement.setInt(i + 1, ids[i]);
        }
        return statement;
    }

    private static LocalizedText text(ResultSet row, String column) throws SQLException {
        return new LocalizedText(row.getString(column), row.getString(column + "_en"));
    }

    /** A row of table campaign, without prizes. */
    private record PlanRow(
            int id,
            String slug,
            LocalizedText name,
            LocalizedText organiser,
            LocalizedText howToRedeem,
            ZoneId zone,
            Instant opensAt,
            Instant closesAt,
            CampaignState state,
            int chancesPerDay,
            int chancesInAll,
            int oddsBase,
            int version,
            String uid) {
        static PlanRow of(ResultSet row) throws SQLException {
            return new PlanRow(
                    row.getInt("id"),
                    row.getString("slug"),
                    text(row, "name"),
                    text(row, "organiser"),
                    text(row, "how_to_redeem"),
                    ZoneId.of(row.getString("time_zone")),
                    UtcTimes.instant(row, "opens_at"),
                    UtcTimes.instant(row, "closes_at"),
                    CampaignState.of(row.getString("state")),
                    row.getInt("chances_per_day"),
                    row.getInt("chances_in_all"),
                    row.getInt("odds_base"),
                    row.getInt("plan_version"),
                    row.getString("uid"));
        }

        Campaign with(List<Prize> prizes) {
            return new Campaign(
                    id,
                    slug,
                    name,
                    organiser,
                    howToRedeem,
                    zone,
                    opensAt,
                    closesAt,
                    state,
                    chancesPerDay,
                    chancesInAll,
                    new Odds(oddsBase, prizes),
                    version,
                    uid);
        }
    }
}
