package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.LocalText;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.showcase.RulesText;
import org.turntable.showcase.RulesVersion;

/** The table {@code campaign_rules}: rows are added and never changed. */
final class PublishedRules {
    private static final Sql OF_CAMPAIGN = new Sql(Budget.SHOWCASE_RULES, """
            SELECT version, text, sha256, notice, notice_en, published_at FROM campaign_rules WHERE campaign_id = ? ORDER BY version DESC""");
    private static final Sql INSERT = new Sql(Budget.RULES_PUBLISH, """
            INSERT INTO campaign_rules (campaign_id, version, text, sha256, notice, notice_en, by_whom, published_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final LocalText CHANGED_BEFORE_THE_START = new LocalText("活动开始前更新了规则。", "The rules were updated before the start.");

    private PublishedRules() {
    }

    /** Every version, the newest first. */
    static List<RulesVersion> of(Connection connection, int campaignId) throws SQLException {
        try (PreparedStatement statement = OF_CAMPAIGN.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet rows = statement.executeQuery()) {
                List<RulesVersion> versions = new ArrayList<>();
                while (rows.next()) {
                    String notice = rows.getString("notice");
                    versions.add(new RulesVersion(rows.getInt("version"), rows.getString("text"), HexFormat.of().formatHex(rows.getBytes("sha256")),
                            notice == null ? null : new LocalText(notice, rows.getString("notice_en")), UtcTimes.instant(rows, "published_at")));
                }
                return versions;
            }
        }
    }

    /** Freezes the rules of a campaign that is announced; nothing where they are published word for word already. */
    static void freeze(Connection connection, Campaign campaign, String byWhom, Instant now) throws SQLException {
        publish(connection, campaign, CHANGED_BEFORE_THE_START, byWhom, now);
    }

    /**
     * Adds the next version where the text is another one than before.
     *
     * @param notice told with it, unless it is the first
     * @return its number; 0 when nothing changed
     */
    static int publish(Connection connection, Campaign campaign, LocalText notice, String byWhom, Instant now) throws SQLException {
        List<RulesVersion> before = of(connection, campaign.id());
        String text = RulesText.of(campaign);
        if (!before.isEmpty() && before.get(0).text().equals(text)) {
            return 0;
        }
        int version = before.isEmpty() ? 1 : before.get(0).number() + 1;
        try (PreparedStatement statement = INSERT.prepare(connection)) {
            statement.setInt(1, campaign.id());
            statement.setInt(2, version);
            statement.setString(3, text);
            statement.setBytes(4, HexFormat.of().parseHex(RulesText.sha256(text)));
            statement.setString(5, version == 1 ? null : notice.chinese());
            statement.setString(6, version == 1 ? null : notice.english());
            statement.setString(7, byWhom);
            statement.setObject(8, UtcTimes.column(now));
            statement.executeUpdate();
        }
        return version;
    }
}
