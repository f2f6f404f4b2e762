package org.turntable.testing.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** Prepares the usual implementation: a database with its own account, players, stock, and sessions in Redis. */
final class UsualWaySetUp {
    /** Its account and password; the database lives as long as the bench, on loopback. */
    static final String ACCOUNT = "yardstick";

    private UsualWaySetUp() {}

    static void createTables(Connection root, String password) throws SQLException {
        for (String sql : """
                CREATE DATABASE yardstick CHARACTER SET utf8mb4;
                CREATE USER 'yardstick'@'127.0.0.1' IDENTIFIED BY '@PASSWORD@';
                GRANT SELECT, INSERT, UPDATE, DELETE ON yardstick.* TO 'yardstick'@'127.0.0.1';
                CREATE TABLE yardstick.usual_player (player_id INT PRIMARY KEY, drawn INT NOT NULL, drawn_today INT NOT NULL, day DATE NOT NULL);
                CREATE TABLE yardstick.usual_prize (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL, stock INT NOT NULL);
                CREATE TABLE yardstick.usual_draw (id BIGINT AUTO_INCREMENT PRIMARY KEY, player_id INT NOT NULL, number INT NOT NULL,
                  drawn_at DATETIME(3) NOT NULL, prize_id INT NULL, UNIQUE KEY one_draw_a_number (player_id, number));
                INSERT INTO yardstick.usual_prize VALUES (1, 'Prize', 1000000000), (2, 'Thank you', 2000000000);
                INSERT INTO yardstick.usual_player SELECT seq, 0, 0, '2000-01-01' FROM seq_0_to_@LAST@
                """.replace("@PASSWORD@", password)
                .replace("@LAST@", Integer.toString(Way.USUAL_PLAYERS - 1))
                .split(";")) {
            // Sequence tables need a current database.
            DatabaseCount.execute(root, sql.replace("FROM seq_", "FROM yardstick.seq_"));
        }
    }

    static void createSessions(RedisClient sessions) {
        try (AbstractPipeline pipeline = sessions.pipelined()) {
            for (int player = 0; player < Way.USUAL_PLAYERS; player++) {
                pipeline.hset(
                        "yardstick:session:" + YardstickCredentials.session(player),
                        Map.of(
                                "player",
                                Integer.toString(player),
                                "csrf",
                                YardstickCredentials.csrf(player),
                                "name",
                                "Player " + player,
                                "createdAt",
                                "1795000000000"));
            }
            pipeline.sync();
        }
    }
}
