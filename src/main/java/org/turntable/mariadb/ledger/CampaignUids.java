package org.turntable.mariadb.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.ledger.LedgerStore.OtherCampaignException;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * Whether campaigns are still those to which the entries of a group belong: one may have been made anew under the
 * number of another while a node had entries in memory. Read last before the commit and without a lock: a group must
 * not wait for an operator who changes the campaign.
 */
final class CampaignUids {
    private static final SqlStatement UIDS = new SqlStatement(StatementBudget.LEDGER_CAMPAIGNS, """
            SELECT id, uid FROM campaign FORCE INDEX (PRIMARY) WHERE id IN ({?})""");

    private CampaignUids() {}

    static void compare(Connection connection, Map<Integer, String> campaigns)
            throws SQLException, OtherCampaignException {
        if (campaigns.isEmpty()) {
            return;
        }
        Map<Integer, String> stored = read(connection, List.copyOf(new TreeMap<>(campaigns).keySet()));
        for (Map.Entry<Integer, String> campaign : campaigns.entrySet()) {
            if (!campaign.getValue().equals(stored.get(campaign.getKey()))) {
                throw new OtherCampaignException(campaign.getKey());
            }
        }
    }

    private static Map<Integer, String> read(Connection connection, List<Integer> ids) throws SQLException {
        Map<Integer, String> uids = new HashMap<>();
        try (PreparedStatement statement = UIDS.prepare(connection, ids.size())) {
            for (int i = 0; i < ids.size(); i++) {
                statement.setInt(i + 1, ids.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    uids.put(rows.getInt(1), rows.getString(2));
                }
            }
        }
        return uids;
    }
}
