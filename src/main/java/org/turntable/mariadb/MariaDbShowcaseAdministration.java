package org.turntable.mariadb;

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
import org.turntable.campaign.CampaignAdministration.Refused;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.Campaigns.Unavailable;
import org.turntable.campaign.LocalText;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.showcase.Picture;
import org.turntable.showcase.ShowcaseAdministration;
import org.turntable.showcase.Showcases;
import org.turntable.showcase.Theme;

/** Themes and rules changed in MariaDB; each change is one transaction. */
public final class MariaDbShowcaseAdministration implements ShowcaseAdministration {
    private static final int LONGEST_NOTICE = 500;
    private static final int LONGEST_TEXT = 15_000;
    // Whoever changes a campaign's pages waits for whoever does it already.
    private static final Sql LOCK = new Sql(Budget.SHOWCASE_LOCK, "SELECT id FROM campaign WHERE id = ? FOR UPDATE");
    private static final Sql HOW_TO_REDEEM = new Sql(Budget.RULES_HOW_TO_REDEEM, """
            UPDATE campaign SET how_to_redeem = ?, how_to_redeem_en = ?, plan_version = plan_version + 1 WHERE id = ?""");
    private static final Sql THEME = new Sql(Budget.THEME_CHANGE, """
            INSERT INTO campaign_theme (campaign_id, version, by_whom, changed_at) VALUES (?, 1, ?, ?)
            ON DUPLICATE KEY UPDATE version = version + 1, by_whom = VALUES(by_whom), changed_at = VALUES(changed_at)""");
    private static final Sql CLEAR_VALUES = new Sql(Budget.THEME_CLEAR, "DELETE FROM campaign_theme_value WHERE campaign_id = ?");
    private static final Sql VALUE = new Sql(Budget.THEME_VALUE, "INSERT INTO campaign_theme_value (campaign_id, name, value) VALUES (?, ?, ?)");
    private static final Sql PICTURE = new Sql(Budget.THEME_PICTURE, """
            INSERT INTO picture (sha256, media_type, width, height, bytes) VALUES (?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE media_type = VALUES(media_type)""");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbShowcaseAdministration(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Showcases.Published> find(String slug) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            Optional<Campaign> campaign = MariaDbCampaigns.ofSlug(connection, slug).stream().findFirst();
            return campaign.isEmpty() ? Optional.empty() : Optional.of(MariaDbShowcases.published(connection, campaign.get().id()));
        } catch (SQLException error) {
            throw unavailable(error);
        }
    }

    @Override
    public void dress(String slug, Theme theme, String byWhom, Instant now) throws Refused, Unavailable {
        List<String> problems = theme.problems();
        if (!problems.isEmpty()) {
            throw new Refused(String.join("; ", problems));
        }
        change(slug, byWhom, (connection, campaign) -> {
            for (String place : theme.pictures().keySet()) {
                if (campaign.prizes().stream().noneMatch(prize -> place.equals("prize." + prize.position())) && place.startsWith("prize.")) {
                    throw new Refused("picture." + place + " is for a prize that is not there: campaign " + slug + " has " + campaign.prizes().size());
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
    public int amendRules(String slug, LocalText notice, LocalText howToRedeem, String byWhom, Instant now) throws Refused, Unavailable {
        checkText("the notice", notice, LONGEST_NOTICE);
        if (howToRedeem != null) {
            checkText("how to redeem", howToRedeem, LONGEST_TEXT);
        }
        return change(slug, byWhom, (connection, campaign) -> {
            if (campaign.state() == CampaignState.DRAFT) {
                throw new Refused("campaign " + slug + " is a draft: its rules are published when it is scheduled");
            }
            if (howToRedeem != null) {
                run(connection, HOW_TO_REDEEM, howToRedeem.chinese(), howToRedeem.english(), campaign.id());
            }
            int version = PublishedRules.publish(connection, MariaDbCampaigns.inTransaction(connection, slug), notice, byWhom.strip(), now);
            if (version == 0) {
                throw new Refused("the rules of campaign " + slug + " are published word for word already; nothing changed");
            }
            return version;
        });
    }

    private static void checkText(String what, LocalText text, int most) throws Refused {
        for (String one : text.english() == null ? List.of(text.chinese()) : List.of(text.chinese(), text.english())) {
            if (one.isBlank() || one.length() > most) {
                throw new Refused(what + " has 1 to " + most + " characters");
            }
        }
    }

    private static void insert(Connection connection, Picture picture) throws SQLException {
        run(connection, PICTURE, HexFormat.of().parseHex(picture.sha256()), picture.mediaType(), picture.width(), picture.height(), picture.bytes());
    }

    private static void run(Connection connection, Sql sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    private int change(String slug, String byWhom, Change change) throws Refused, Unavailable {
        if (byWhom == null || byWhom.isBlank() || byWhom.length() > 60) {
            throw new Refused("a change is recorded with who made it; give a name of 1 to 60 characters");
        }
        try (Connection connection = pool.getConnection()) {
            Campaign there = MariaDbCampaigns.ofSlug(connection, slug).stream().findFirst().orElseThrow(() -> new Refused("there is no campaign " + slug));
            return Transaction.<Integer, Refused>run(connection, held -> {
                try (PreparedStatement lock = LOCK.prepare(held)) {
                    lock.setInt(1, there.id());
                    lock.executeQuery().close();
                }
                return change.of(held, MariaDbCampaigns.inTransaction(held, slug));
            });
        } catch (SQLException error) {
            throw unavailable(error);
        }
    }

    private static Unavailable unavailable(SQLException error) {
        return new Unavailable("the database did not do it: " + error.getMessage(), error);
    }

    /** Statements of one transaction that holds the campaign. */
    private interface Change {
        int of(Connection connection, Campaign campaign) throws SQLException, Refused;
    }
}
