package org.turntable.tool.mariadb.showcase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration.RefusedException;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.LocalizedText;
import org.turntable.mariadb.campaign.MariaDbCampaigns;
import org.turntable.mariadb.showcase.MariaDbShowcases;
import org.turntable.mariadb.showcase.PublishedRules;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.Transaction;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.showcase.Picture;
import org.turntable.showcase.Showcases;
import org.turntable.showcase.Theme;
import org.turntable.tool.showcase.ShowcaseAdministration;

/** Themes and rules changed in MariaDB; each change is one transaction. */
public final class MariaDbShowcaseAdministration implements ShowcaseAdministration {
    private static final int MAX_NOTICE_LENGTH = 500;
    private static final int MAX_TEXT_LENGTH = 15_000;
    // Serializes changes of the same campaign's theme and rules.
    private static final SqlStatement LOCK =
            new SqlStatement(StatementBudget.SHOWCASE_LOCK, "SELECT id FROM campaign WHERE id = ? FOR UPDATE");
    private static final SqlStatement HOW_TO_REDEEM = new SqlStatement(StatementBudget.RULES_HOW_TO_REDEEM, """
            UPDATE campaign SET how_to_redeem = ?, how_to_redeem_en = ?, plan_version = plan_version + 1 WHERE id = ?""");
    private static final SqlStatement THEME = new SqlStatement(StatementBudget.THEME_CHANGE, """
            INSERT INTO campaign_theme (campaign_id, version, by_whom, changed_at) VALUES (?, 1, ?, ?)
            ON DUPLICATE KEY UPDATE version = version + 1, by_whom = VALUES(by_whom), changed_at = VALUES(changed_at)""");
    private static final SqlStatement CLEAR_VALUES =
            new SqlStatement(StatementBudget.THEME_CLEAR, "DELETE FROM campaign_theme_value WHERE campaign_id = ?");
    private static final SqlStatement VALUE = new SqlStatement(
            StatementBudget.THEME_VALUE,
            "INSERT INTO campaign_theme_value (campaign_id, name, value) VALUES (?, ?, ?)");
    private static final SqlStatement PICTURE = new SqlStatement(StatementBudget.THEME_PICTURE, """
            INSERT INTO picture (sha256, media_type, width, height, bytes) VALUES (?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE media_type = VALUES(media_type)""");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbShowcaseAdministration(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Showcases.Published> find(String slug) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            Optional<Campaign> campaign =
                    MariaDbCampaigns.ofSlug(connection, slug).stream().findFirst();
            return campaign.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MariaDbShowcases.published(
                            connection, campaign.get().id()));
        } catch (SQLException error) {
            throw unavailable(error);
        }
    }

    @Override
    public void replaceTheme(String slug, Theme theme, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException {
        List<String> problems = theme.problems();
        if (!problems.isEmpty()) {
            throw new RefusedException(String.join("; ", problems));
        }
        change(slug, byWhom, (connection, campaign) -> {
            for (String place : theme.pictures().keySet()) {
                if (campaign.prizes().stream().noneMatch(prize -> place.equals("prize." + prize.position()))
                        && place.startsWith("prize.")) {
                    throw new RefusedException("picture." + place + " is for a prize that does not exist: campaign "
                            + slug + " has " + campaign.prizes().size());
                }
            }
            for (Picture picture : theme.pictures().values()) {
                insert(connection, picture);
            }
            run(connection, THEME, campaign.id(), byWhom.strip(), UtcTimes.column(now));
            run(connection, CLEAR_VALUES, campaign.id());
            for (Map.Entry<String, String> value : theme.values().entrySet()) {
                run(connection, VALUE, campaign.id(), value.getKey(), value.getValue());
            }
            return 0;
        });
    }

    @Override
    public int amendRules(String slug, LocalizedText notice, LocalizedText howToRedeem, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException {
        checkText("the notice", notice, MAX_NOTICE_LENGTH);
        if (howToRedeem != null) {
            checkText("how to redeem", howToRedeem, MAX_TEXT_LENGTH);
        }
        return change(slug, byWhom, (connection, campaign) -> {
            if (campaign.state() == CampaignState.DRAFT) {
                throw new RefusedException(
                        "campaign " + slug + " is a draft: its rules are published when it is scheduled");
            }
            if (howToRedeem != null) {
                run(connection, HOW_TO_REDEEM, howToRedeem.chinese(), howToRedeem.english(), campaign.id());
            }
            int version = PublishedRules.publish(
                    connection, MariaDbCampaigns.inTransaction(connection, slug), notice, byWhom.strip(), now);
            if (version == 0) {
                throw new RefusedException("the rules of campaign " + slug
                        + " are published already without a difference; nothing " + "changed");
            }
            return version;
        });
    }

    private static void checkText(String what, LocalizedText text, int max) throws RefusedException {
        for (String one : text.english() == null ? List.of(text.chinese()) : List.of(text.chinese(), text.english())) {
            if (one.isBlank() || one.length() > max) {
                throw new RefusedException(what + " must have 1 to " + max + " characters");
            }
        }
    }

    private static void insert(Connection connection, Picture picture) throws SQLException {
        run(
                connection,
                PICTURE,
                HexFormat.of().parseHex(picture.sha256()),
                picture.mediaType(),
                picture.width(),
                picture.height(),
                picture.bytes());
    }

    private static void run(Connection connection, SqlStatement sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    private int change(String slug, String byWhom, Change change)
            throws RefusedException, DatabaseUnavailableException {
        if (byWhom == null || byWhom.isBlank() || byWhom.length() > 60) {
            throw new RefusedException(
                    "a change is recorded with the name of the person; give a name of 1 to " + "60 characters");
        }
        try (Connection connection = pool.getConnection()) {
            Campaign found = MariaDbCampaigns.ofSlug(connection, slug).stream()
                    .findFirst()
                    .orElseThrow(() -> new RefusedException("there is no campaign " + slug));
            return Transaction.<Integer, RefusedException>run(connection, locked -> {
                try (PreparedStatement lock = LOCK.prepare(locked)) {
                    lock.setInt(1, found.id());
                    lock.executeQuery().close();
                }
                return change.of(locked, MariaDbCampaigns.inTransaction(locked, slug));
            });
        } catch (SQLException error) {
            throw unavailable(error);
        }
    }

    private static DatabaseUnavailableException unavailable(SQLException error) {
        return new DatabaseUnavailableException("the database failed: " + error.getMessage(), error);
    }

    /** Statements of one transaction that has locked the campaign. */
    private interface Change {
        int of(Connection connection, Campaign campaign) throws SQLException, RefusedException;
    }
}
