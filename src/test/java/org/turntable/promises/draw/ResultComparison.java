package org.turntable.promises.draw;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.MariaDbServer;
import redis.clients.jedis.Jedis;

/** Compares, row by row, the results that players were shown with both databases and with Redis. */
final class ResultComparison {
    private final Cluster cluster;
    private final int campaignId;
    private final ConcurrentPlayers players;
    private final List<String> differences = new ArrayList<>();

    ResultComparison(Cluster cluster, int campaignId, ConcurrentPlayers players) {
        this.cluster = cluster;
        this.campaignId = campaignId;
        this.players = players;
    }

    /**
     * Waits until Redis has its state, after a loss of it, and the ledger is drained, then compares; every difference
     * is one sentence.
     */
    List<String> differences(int units) throws SQLException {
        try (Jedis redis = cluster.draws().client()) {
            Await.until(
                    "the ledger is drained",
                    Duration.ofSeconds(120),
                    () -> redis.hexists("tt:{" + campaignId + "}:head", "epoch")
                            && redis.xlen("tt:{" + campaignId + "}:ledger") == 0);
            cluster.pair().awaitReplicaCaughtUp();
            Map<PlayerId, boolean[]> rows = rows(cluster.pair().primary());
            compareWithShown(rows);
            compareDatabases(units);
            compareWithRedis(redis, rows, units);
        }
        differences.addAll(players.violations());
        return differences;
    }

    /** Each player's draws: index is the number, true is a win; shorter where draws are missing. */
    private Map<PlayerId, boolean[]> rows(MariaDbServer server) throws SQLException {
        Map<PlayerId, boolean[]> rows = new HashMap<>();
        try (Connection root = server.root();
                PreparedStatement statement = root.prepareStatement(
                        "SELECT player_id, number, unit_ordinal FROM turntable.draw WHERE campaign_id = ? ORDER BY "
                                + "player_id, number")) {
            statement.setInt(1, campaignId);
            statement.setFetchSize(10_000);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    boolean[] draws = rows.computeIfAbsent(PlayerId.of(row.getBytes(1)), player -> new boolean[0]);
                    int number = row.getInt(2);
                    if (number != draws.length + 1) {
                        differences.add(
                                "player " + ByteBuffer.wrap(row.getBytes(1)).getInt(12) + " has draw " + number
                                        + " after " + draws.length);
                    }
                    boolean[] longer = java.util.Arrays.copyOf(draws, number);
                    longer[number - 1] = row.getInt(3) != 0;
                    rows.put(PlayerId.of(row.getBytes(1)), longer);
                }
            }
        }
        return rows;
    }

    private void compareWithShown(Map<PlayerId, boolean[]> rows) {
        for (int player = 0; player < players.players(); player++) {
            boolean[] stored = rows.getOrDefault(players.id(player), new boolean[0]);
            if (stored.length != players.drawsEach()) {
                differences.add("player " + player + " was shown " + players.drawsEach() + " draws, stored are "
                        + stored.length);
                continue;
            }
            for (int number = 1; number <= players.drawsEach(); number++) {
                ShownResult shown = players.shown(player, number);
                if (shown != (stored[number - 1] ? ShownResult.WIN : ShownResult.LOSS)) {
                    differences.add("player " + player + " draw " + number + " was shown " + shown + ", stored is "
                            + (stored[number - 1] ? "a win" : "a loss"));
                }
            }
        }
    }

    private void compareDatabases(int units) {
        String draws = "SELECT CONCAT(COUNT(*), '/', COUNT(unit_ordinal)) FROM turntable.draw WHERE campaign_id = "
                + campaignId;
        String given = "SELECT COUNT(*) FROM turntable.prize_unit u JOIN turntable.prize p ON p.id = u.prize_id"
                + " WHERE p.campaign_id = " + campaignId + " AND u.player_id IS NOT NULL";
        String matching = "SELECT COUNT(*) FROM turntable.draw d JOIN turntable.prize_unit u ON u.prize_id = d.prize_id"
                + " AND u.ordinal = d.unit_ordinal AND u.player_id = d.player_id AND u.draw_number = d.number "
                + "WHERE d.campaign_id = "
                + campaignId;
        String expected = players.expected() + "/" + units;
        for (MariaDbServer server :
                List.of(cluster.pair().primary(), cluster.pair().replica())) {
            String name = server == cluster.pair().primary() ? "primary" : "replica";
            expect(name + ": draws/wins", expected, server.ask(draws));
            expect(name + ": units given", String.valueOf(units), server.ask(given));
            expect(name + ": wins whose unit says the same", String.valueOf(units), server.ask(matching));
        }
    }

    private void compareWithRedis(Jedis redis, Map<PlayerId, boolean[]> rows, int units) {
        String taken = redis.hgetAll("tt:{" + campaignId + "}:taken").values().stream()
                .findFirst()
                .orElse("0");
        expect("Redis: taken", String.valueOf(units), taken);
        String epoch = redis.hget("tt:{" + campaignId + "}:head", "epoch");
        expect("Redis: dead letters", "0", String.valueOf(redis.xlen("tt:{" + campaignId + "}:dead")));
        rows.forEach((player, draws) -> {
            Map<String, String> hash = redis.hgetAll("tt:{" + campaignId + "}:player:" + player);
            if (!epoch.equals(hash.get("epoch"))) {
                // Not in this epoch yet: it is loaded from MariaDB when the player comes next. Seen after a loss of
                // state alone.
                if ("1".equals(epoch)) {
                    differences.add("Redis has no hash of player " + player);
                }
                return;
            }
            long wins = hash.keySet().stream()
                    .filter(field -> field.startsWith("win:"))
                    .count();
            long stored = 0;
            for (boolean win : draws) {
                stored += win ? 1 : 0;
            }
            boolean lastWin = draws.length > 0 && draws[draws.length - 1];
            if (!String.valueOf(draws.length).equals(hash.get("number"))
                    || wins != stored
                    || hash.get("result").startsWith("W") != lastWin) {
                differences.add("Redis says of player " + player + " " + hash + ", stored are "
                        + java.util.Arrays.toString(draws));
            }
        });
    }

    private void expect(String what, String expected, String actual) {
        if (!expected.equals(actual)) {
            differences.add(what + ": expected " + expected + ", found " + actual);
        }
    }
}
