package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;

/** Writes players and revocations, within one transaction. */
final class PlayerWriter {
    private static final SqlStatement KNOWN_PLAYERS = new SqlStatement(
            StatementBudget.REIMPORT_PLAYERS_KNOWN,
            "SELECT player_id, first_seen_at FROM player WHERE campaign_id = ? AND player_id IN ({?})");
    private static final SqlStatement ADD_PLAYER = new SqlStatement(
            StatementBudget.REIMPORT_PLAYER_ADD,
            "INSERT INTO player (campaign_id, player_id, first_seen_at) VALUES (?, ?, ?)");
    private static final SqlStatement SET_EARLIER_VISIT = new SqlStatement(
            StatementBudget.REIMPORT_PLAYER_EARLIER,
            "UPDATE player SET first_seen_at = ? WHERE campaign_id = ? AND player_id = ? AND first_seen_at > ?");
    private static final SqlStatement ADD_REVOCATION = new SqlStatement(StatementBudget.REIMPORT_REVOCATION_ADD, """
            INSERT INTO identity_revocation (player_id, revoked_before, by_whom, reason, at) SELECT ?, ?, ?, ?, ? FROM DUAL
            WHERE NOT EXISTS (SELECT 1 FROM identity_revocation WHERE player_id = ? AND revoked_before = ? AND at = ?)""");

    private final Connection connection;

    PlayerWriter(Connection connection) {
        this.connection = connection;
    }

    /** Returns the numbers of players that were added, and of first visits that were set earlier. */
    int[] merge(int campaignId, List<PlayerRow> players) throws SQLException {
        List<Object> parameters = new ArrayList<>(List.of(campaignId));
        players.forEach(player -> parameters.add(player.player()));
        Map<PlayerId, Instant> known = new HashMap<>();
        StatementRunner.queryForKeys(
                connection,
                row -> known.put(PlayerId.of(row.getBytes("player_id")), UtcTimes.instant(row, "first_seen_at")),
                KNOWN_PLAYERS,
                players.size(),
                parameters.toArray());
        List<PlayerRow> missing = players.stream()
                .filter(player -> !known.containsKey(player.player()))
                .toList();
        List<PlayerRow> earlier = players.stream()
                .filter(player -> known.containsKey(player.player())
                        && player.firstSeenAt().isBefore(known.get(player.player())))
                .toList();
        StatementRunner.batch(
                connection,
                ADD_PLAYER,
                missing.stream()
                        .map(player -> new Object[] {campaignId, player.player(), player.firstSeenAt()})
                        .toList());
        StatementRunner.batch(
                connection,
                SET_EARLIER_VISIT,
                earlier.stream()
                        .map(player ->
                                new Object[] {player.firstSeenAt(), campaignId, player.player(), player.firstSeenAt()})
                        .toList());
        return new int[] {missing.size(), earlier.size()};
    }

    /** Returns the number of revocations that were added. */
    int addRevocations(List<RevocationRow> revocations) throws SQLException {
        int added = 0;
        for (RevocationRow revocation : revocations) {
            added += StatementRunner.update(
                    connection,
                    ADD_REVOCATION,
                    revocation.player(),
                    revocation.revokedBefore(),
                    revocation.by(),
                    revocation.reason(),
                    revocation.at(),
                    revocation.player(),
                    revocation.revokedBefore(),
                    revocation.at());
        }
        return added;
    }
}
