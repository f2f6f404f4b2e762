package org.turntable.mariadb.campaign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.ReleaseLine;
import org.turntable.mariadb.showcase.PublishedRules;
import org.turntable.mariadb.sql.SqlErrors;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.Transaction;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;

/** Creates campaigns and changes their states, by compare-and-set: of two concurrent changes one succeeds. */
public final class MariaDbCampaignAdministration implements CampaignAdministration {
    private static final int UNITS_PER_STATEMENT = 1_000;
    private static final SqlStatement INSERT_CAMPAIGN = new SqlStatement(StatementBudget.ADMIN_INSERT_CAMPAIGN, """
            INSERT INTO campaign (slug, name, name_en, organiser, organiser_en, how_to_redeem, how_to_redeem_en, time_zone, opens_at, closes_at,
                                  chances_per_day, chances_in_all, odds_base)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final SqlStatement INSERT_RELEASE = new SqlStatement(
            StatementBudget.ADMIN_INSERT_RELEASE,
            "INSERT INTO campaign_release (campaign_id, at, share_ppm) VALUES (?, ?, ?)");
    private static final SqlStatement INSERT_PRIZE = new SqlStatement(StatementBudget.ADMIN_INSERT_PRIZE, """
            INSERT INTO prize (campaign_id, position, name, name_en, kind, weight, per_player_limit, release_reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final SqlStatement INSERT_OWN_RELEASE = new SqlStatement(
            StatementBudget.ADMIN_INSERT_OWN_RELEASE,
            "INSERT INTO prize_release (prize_id, at, share_ppm) VALUES (?, ?, ?)");
    private static final SqlStatement INSERT_UNITS = new SqlStatement(
            StatementBudget.ADMIN_INSERT_UNITS, "INSERT INTO prize_unit (prize_id, ordinal, code) VALUES {(?, ?, ?)}");
    private static final SqlStatement STATE =
            new SqlStatement(StatementBudget.ADMIN_STATE, "SELECT id, state FROM campaign WHERE slug = ?");
    private static final SqlStatement MOVE = new SqlStatement(
            StatementBudget.ADMIN_MOVE,
            "UPDATE campaign SET state = ?, plan_version = plan_version + 1 WHERE id = ? AND state = ?");
    private static final SqlStatement RECORD_MOVE = new SqlStatement(StatementBudget.ADMIN_RECORD_MOVE, """
            INSERT INTO campaign_transition (campaign_id, from_state, to_state, by_whom, reason, at) VALUES (?, ?, ?, ?, ?, ?)""");
    private static final SqlStatement MOVES = new SqlStatement(StatementBudget.ADMIN_MOVES, """
            SELECT from_state, to_state, by_whom, reason, at FROM campaign_transition
            WHERE campaign_id = (SELECT id FROM campaign WHERE slug = ?) ORDER BY id DESC LIMIT ?""");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbCampaignAdministration(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public int create(CampaignDefinition definition) throws RefusedException, DatabaseUnavailableException {
        return inTransaction(connection -> {
            int campaignId;
            try {
                campaignId = insertCampaign(connection, definition);
            } catch (SQLException error) {
                if (SqlErrors.isDuplicate(error)) {
                    throw new RefusedException(
                            "there is a campaign " + definition.slug() + " already; choose another slug");
                }
                throw error;
            }
            insertLine(connection, INSERT_RELEASE, campaignId, definition.release());
            int position = 1;
            for (PrizeDefinition prize : definition.prizes()) {
                int prizeId = insertPrize(connection, campaignId, position++, prize);
                if (prize.ownRelease() != null) {
                    insertLine(connection, INSERT_OWN_RELEASE, prizeId, prize.ownRelease());
                }
                insertUnits(connection, prizeId, prize);
            }
            return campaignId;
        });
    }

    @Override
    public List<Campaign> all() throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return MariaDbCampaigns.all(connection);
        } catch (SQLException error) {
            throw unavailable(error);
        }
    }

    @Override
    public Optional<Campaign> find(String slug) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return MariaDbCampaigns.ofSlug(connection, slug).stream().findFirst();
        } catch (SQLException error) {
            throw unavailable(error);
        }
    }

    @Override
    public void changeState(String slug, CampaignState to, String byWhom, String reason, Instant now)
            throws RefusedException, DatabaseUnavailableException {
        if (byWhom == null || byWhom.isBlank() || byWhom.length() > 60) {
            throw new RefusedException("a change is recorded with its author; give a name of 1 to 60 characters");
        }
        if (reason != null && reason.length() > 200) {
            throw new RefusedException("the reason is longer than 200 characters; shorten it");
        }
        if (!CampaignDefinition.isSlug(slug)) {
            throw new RefusedException("there is no campaign " + slug);
        }
        inTransaction(connection -> {
            int id;
            CampaignState from;
            try (PreparedStatement statement = STATE.prepare(connection)) {
                statement.setString(1, slug);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        throw new RefusedException("there is no campaign " + slug);
                    }
                    id = row.getInt("id");
                    from = CampaignState.of(row.getString("state"));
                }
            }
            if (!from.mayBecome(to)) {
                throw new RefusedException("campaign " + slug + " is " + from.word() + " and cannot become " + to.word()
                        + "; " + allowedFrom(from));
            }
            compareAndSet(connection, slug, id, from, to);
            recordStateChange(connection, id, from, to, byWhom.strip(), reason, now);
            if (to == CampaignState.SCHEDULED) {
                // From now on players can read the rules.
                PublishedRules.freeze(
                        connection, MariaDbCampaigns.inTransaction(connection, slug), byWhom.strip(), now);
            }
            return id;
        });
    }

    @Override
    public List<StateChange> stateChanges(String slug, int most) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = MOVES.prepare(connection)) {
            statement.setString(1, slug);
            statement.setInt(2, most);
            try (ResultSet rows = statement.executeQuery()) {
                List<StateChange> stateChanges = new ArrayList<>();
                while (rows.next()) {
                    stateChanges.add(new StateChange(
                            CampaignState.of(rows.getString("from_state")),
                            CampaignState.of(rows.getString("to_state")),
                            rows.getString("by_whom"),
                            rows.getString("reason"),
                            UtcTimes.instant(rows, "at")));
                }
                return stateChanges;
            }
        } catch (SQLException error) {
            throw unavailable(error);
        }
    }

    private static String allowedFrom(CampaignState from) {
        return from.next().isEmpty()
                ? "that is final"
                : "it can become "
                        + from.next().stream().map(CampaignState::word).collect(Collectors.joining(" or "));
    }

    private static void compareAndSet(Connection connection, String slug, int id, CampaignState from, CampaignState to)
            throws SQLException, RefusedException {
        try (PreparedStatement statement = MOVE.prepare(connection)) {
            statement.setString(1, to.word());
            statement.setInt(2, id);
            statement.setString(3, from.word());
            if (statement.executeUpdate() != 1) {
                throw new RefusedException(
                        "another operator changed campaign " + slug + " at the same time; reload it");
            }
        }
    }

    private static void recordStateChange(
            Connection connection,
            int id,
            CampaignState from,
            CampaignState to,
            String byWhom,
            String reason,
            Instant now)
            throws SQLException {
        try (PreparedStatement statement = RECORD_MOVE.prepare(connection)) {
            statement.setInt(1, id);
            statement.setString(2, from.word());
            statement.setString(3, to.word());
            statement.setString(4, byWhom);
            statement.setString(5, reason);
            statement.setObject(6, UtcTimes.column(now));
            statement.executeUpdate();
        }
    }

    private static int insertCampaign(Connection connection, CampaignDefinition definition) throws SQLException {
        try (PreparedStatement statement = INSERT_CAMPAIGN.prepareForKey(connection)) {
            statement.setString(1, definition.slug());
            setText(statement, 2, definition.name());
            setText(statement, 4, definition.organiser());
            setText(statement, 6, definition.howToRedeem());
            statement.setString(8, definition.zone().getId());
            statement.setObject(9, UtcTimes.column(definition.opensAt()));
            statement.setObject(10, UtcTimes.column(definition.closesAt()));
            statement.setInt(11, definition.chancesPerDay());
            statement.setInt(12, definition.chancesInAll());
            statement.setInt(13, definition.oddsBase());
            return insertForId(statement);
        }
    }

    private static int insertPrize(Connection connection, int campaignId, int position, PrizeDefinition prize)
            throws SQLException {
        try (PreparedStatement statement = INSERT_PRIZE.prepareForKey(connection)) {
            statement.setInt(1, campaignId);
            statement.setInt(2, position);
            setText(statement, 3, prize.name());
            statement.setString(5, prize.kind().word());
            statement.setInt(6, prize.weight());
            statement.setInt(7, prize.perPlayerLimit());
            statement.setString(8, prize.releaseReason());
            return insertForId(statement);
        }
    }

    /** Many rows in one statement: one by one, a million units would take minutes. */
    private static void insertUnits(Connection connection, int prizeId, PrizeDefinition prize) throws SQLException {
        for (int from = 1; from <= prize.units(); from += UNITS_PER_STATEMENT) {
            int rows = Math.min(UNITS_PER_STATEMENT, prize.units() - from + 1);
            try (PreparedStatement statement = INSERT_UNITS.prepare(connection, rows)) {
                int index = 1;
                for (int ordinal = from; ordinal < from + rows; ordinal++) {
                    statement.setInt(index++, prizeId);
                    statement.setInt(index++, ordinal);
                    if (prize.codes().isEmpty()) {
                        statement.setNull(index++, Types.VARCHAR);
                    } else {
                        statement.setString(index++, prize.codes().get(ordinal - 1));
                    }
                }
                statement.executeUpdate();
            }
        }
    }

    private static void insertLine(Connection connection, SqlStatement sql, int owner, ReleaseLine line)
            throws SQLException {
        if (line.points().isEmpty()) {
            return;
        }
        try (PreparedStatement statement = sql.prepare(connection)) {
            for (ReleaseLine.Point point : line.points()) {
                statement.setInt(1, owner);
                statement.setObject(2, UtcTimes.column(point.at()));
                statement.setInt(3, point.sharePpm());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void setText(PreparedStatement statement, int index, LocalizedText text) throws SQLException {
        statement.setString(index, text.chinese());
        statement.setString(index + 1, text.english());
    }

    private static int insertForId(PreparedStatement statement) throws SQLException {
        statement.executeUpdate();
        try (ResultSet keys = statement.getGeneratedKeys()) {
            keys.next();
            return keys.getInt(1);
        }
    }

    private int inTransaction(Transaction.Work<Integer, RefusedException> work)
            throws RefusedException, DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return Transaction.run(connection, work);
        } catch (SQLException error) {
            throw unavailable(error);
        }
    }

    private static DatabaseUnavailableException unavailable(SQLException error) {
        return new DatabaseUnavailableException("the change could not be stored: " + error.getMessage(), error);
    }
}
