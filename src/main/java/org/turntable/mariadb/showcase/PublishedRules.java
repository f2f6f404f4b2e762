package org.turntable.mariadb.showcase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.LocalizedText;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.showcase.RulesText;
import org.turntable.showcase.RulesVersion;

/** The table {@code campaign_rules}: rows are added and never changed. */
public final class PublishedRules {
    private static final SqlStatement OF_CAMPAIGN = new SqlStatement(StatementBudget.SHOWCASE_RULES, """
            SELECT version, text, sha256, notice, notice_en, published_at FROM campaign_rules WHERE campaign_id = ? ORDER BY version DESC""");
    private static final SqlStatement INSERT = new SqlStatement(StatementBudget.RULES_PUBLISH, """
            INSERT INTO campaign_rules (campaign_id, version, text, sha256, notice, notice_en, by_whom, published_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final LocalizedText CHANGED_BEFORE_THE_START =
            new LocalizedText("活动开始前更新了规则。", "The rules were updated before the start.");

    private PublishedRules() {}

    /** All versions, newest first. */
    static List<RulesVersion> of(Connection connection, int campaignId) throws SQLException {
        try (PreparedStatement statement = OF_CAMPAIGN.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet rows = statement.executeQuery()) {
                List<RulesVersion> versions = new ArrayList<>();
                while (rows.next()) {
                    String notice = rows.getString("notice");
                    versions.add(new RulesVersion(
                            rows.getInt("version"),
                            rows.getString("text"),
                            HexFormat.of().formatHex(rows.getBytes("sha256")),
                            notice == null ? null : new LocalizedText(notice, rows.getString("notice_en")),
                            UtcTimes.instant(rows, "published_at")));
                }
                return versions;
            }
        }
    }

    /** Publishes the rules of a campaign that becomes scheduled, unless the same text is published already. */
    public static void freeze(Connection connection, Campaign campaign, String byWhom, Instant now)
            throws SQLException {
        publish(connection, campaign, CHANGED_BEFORE_THE_START, byWhom, now);
    }

    /**
     * Adds the next version when the text has changed.
     *
     * @param notice what changed and why, for players; not used for the first version
     * @return the number of the new version; 0 when the text has not changed
     */
    public static int publish(
            Connection connection, Campaign campaign, LocalizedText notice, String byWhom, Instant now)
            throws SQLException {
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
