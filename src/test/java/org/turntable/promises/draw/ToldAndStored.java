package org.turntable.promises.draw;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turntable.player.PlayerId;
import org.turntable.promises.draw.DrawingPlayers.Told;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.RedisServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Results that players were told, compared with what MariaDB and the Redis for draws hold: a win has to be in MariaDB
 * with its unit, a loss there or in the stream from which it is written.
 *
 * @param lostWins told wins that MariaDB does not hold as wins
 * @param lostLosses told losses that neither holds
 * @param inRedisAlone told losses that only the stream holds
 */
public record ToldAndStored(List<Told> lostWins, List<Told> lostLosses, List<Told> inRedisAlone) {
    private record Draw(int campaignId, PlayerId player, int number) {}

    /** Compares what was told with one server of MariaDB and with Redis. */
    public static ToldAndStored compare(List<Told> told, MariaDbServer server, RedisServer redis) throws SQLException {
        Map<Draw, Boolean> stored = stored(server);
        Map<Draw, Boolean> waiting = new HashMap<>();
        told.stream()
                .map(Told::campaignId)
                .distinct()
                .forEach(campaignId -> waiting.putAll(waiting(redis, campaignId)));
        ToldAndStored found = new ToldAndStored(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Told result : told) {
            Draw draw = new Draw(result.campaignId(), result.player(), result.number());
            Boolean win = stored.get(draw);
            if (result.win()) {
                if (!Boolean.TRUE.equals(win)) {
                    found.lostWins.add(result);
                }
            } else if (win == null && Boolean.FALSE.equals(waiting.get(draw))) {
                found.inRedisAlone.add(result);
            } else if (!Boolean.FALSE.equals(win)) {
                found.lostLosses.add(result);
            }
        }
        return found;
    }

    /** The draws in MariaDB; true is a win whose unit says the same. */
    private static Map<Draw, Boolean> stored(MariaDbServer server) throws SQLException {
        Map<Draw, Boolean> draws = new HashMap<>();
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT d.campaign_id, d.player_id, d.number, u.ordinal IS NOT NULL
                        FROM turntable.draw d LEFT JOIN turntable.prize_unit u ON u.prize_id = d.prize_id
                            AND u.ordinal = d.unit_ordinal AND u.player_id = d.player_id AND u.draw_number = d.number
                        """)) {
            while (rows.next()) {
                draws.put(new Draw(rows.getInt(1), PlayerId.of(rows.getBytes(2)), rows.getInt(3)), rows.getBoolean(4));
            }
        }
        return draws;
    }

    /** The draws in the stream; true is a candidate for a prize. */
    private static Map<Draw, Boolean> waiting(RedisServer redis, int campaignId) {
        Map<Draw, Boolean> draws = new HashMap<>();
        try (Jedis client = redis.client()) {
            for (StreamEntry entry : client.xrange("tt:{" + campaignId + "}:ledger", "-", "+")) {
                Map<String, String> fields = entry.getFields();
                PlayerId player = PlayerId.parse(fields.get("p")).orElseThrow();
                draws.put(
                        new Draw(campaignId, player, Integer.parseInt(fields.get("n"))), !"0".equals(fields.get("k")));
            }
        }
        return draws;
    }
}
