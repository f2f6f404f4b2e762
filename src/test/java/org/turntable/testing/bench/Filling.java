package org.turntable.testing.bench;

import java.sql.SQLException;
import java.time.Duration;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials;
import org.turntable.testing.stack.Await;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Puts the system into the state of a campaign with very many players and draws, without playing it: one player draws
 * over HTTP, and then what the application itself wrote of that player, in Redis and in MariaDB, is copied for all the
 * others.
 */
final class Filling {
    private static final int CHUNK = 50_000;
    /** Far from the indexes of all other players. */
    private static final int MODELS = 1_900_000_000;

    private final BenchSystem system;
    private final PlayerCredentials credentials;
    private int models;

    Filling(BenchSystem system, PlayerCredentials credentials) {
        this.system = system;
        this.credentials = credentials;
    }

    /** Takes all players and draws away again; prizes that were given stay given. */
    void empty() throws SQLException {
        settle();
        DatabaseCount.execute(system.primary(), "TRUNCATE TABLE turntable.draw");
        DatabaseCount.execute(system.primary(), "TRUNCATE TABLE turntable.player");
        RedisClient redis = system.draws();
        ScanParams players = new ScanParams().match(keyOf("*")).count(5_000);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> found = redis.scan(cursor, players);
            if (!found.getResult().isEmpty()) {
                redis.unlink(found.getResult().toArray(String[]::new));
            }
            cursor = found.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        system.databases().awaitReplicaCaughtUp(Duration.ofMinutes(2));
    }

    /**
     * Makes players first .. first + count - 1 with one losing draw each.
     *
     * @return the number that each of them draws next
     */
    int fill(int first, int count) throws Exception {
        int model = drawOneLoss();
        settle();
        copy(model, first, count);
        return 2;
    }

    /** Gives players first .. first + count - 1 everything that the model has. */
    void copy(int model, int first, int count) throws SQLException {
        copyInRedis(model, first, count);
        for (int from = first; from < first + count; from += CHUNK) {
            int to = Math.min(from + CHUNK, first + count) - 1;
            copyRows("player", "first_seen_at", model, from, to);
            copyRows("draw", "number, drawn_at, prize_id, unit_ordinal", model, from, to);
        }
        system.databases().awaitReplicaCaughtUp(Duration.ofMinutes(3));
    }

    /** Waits until MariaDB has every draw. */
    private void settle() {
        Await.until("the ledger has written everything", Duration.ofMinutes(2), () -> system.backlog() == 0);
    }

    private int drawOneLoss() throws Exception {
        while (true) {
            int model = MODELS + models++;
            try (HttpConnection connection =
                    new HttpConnection("127.0.0.1", system.port(), Duration.ofSeconds(2), Duration.ofSeconds(5))) {
                DrawAnswer answer = new PlayerClient(connection, system.origin(), BenchCampaign.SLUG)
                        .with(credentials.credentials(model))
                        .draw(1);
                if (answer.status().equals("loss")) {
                    return model;
                }
            }
        }
    }

    private void copyInRedis(int model, int first, int count) {
        byte[] whole = system.draws().dump(keyOf(BenchPlayers.id(model).toString()));
        long lives =
                Math.max(0, system.draws().pttl(keyOf(BenchPlayers.id(model).toString())));
        for (int from = first; from < first + count; from += CHUNK) {
            try (AbstractPipeline pipeline = system.draws().pipelined()) {
                for (int player = from; player < Math.min(from + CHUNK, first + count); player++) {
                    pipeline.restore(keyOf(BenchPlayers.id(player).toString()), lives, whole);
                }
                pipeline.sync();
            }
        }
    }

    private void copyRows(String table, String columns, int model, int from, int to) throws SQLException {
        // In the order of the key, as a bulk load should be; the ids are as random as the application's own.
        DatabaseCount.execute(
                system.primary(),
                "INSERT INTO turntable." + table + " (campaign_id, player_id, " + columns + ") SELECT campaign_id, "
                        + BenchPlayers.idInSql("seq") + " AS id, " + columns + " FROM turntable." + table
                        + " JOIN turntable.seq_" + from + "_to_" + to
                        + " WHERE campaign_id = " + system.campaign() + " AND player_id = "
                        + BenchPlayers.idInSql(Integer.toString(model)) + " ORDER BY id");
    }

    private String keyOf(String player) {
        return "tt:{" + system.campaign() + "}:player:" + player;
    }
}
