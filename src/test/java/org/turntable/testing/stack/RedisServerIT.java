package org.turntable.testing.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisServerIT {
    @Test
    void anAnsweredWriteSurvivesAKillAndTheRunIdIsNew() {
        try (RedisServer redis = RedisServer.draws().start()) {
            String runId = redis.info("run_id");
            redis.command("SET", "answered", "yes");
            redis.kill9();
            assertFalse(redis.isRunning());
            redis.start();
            assertEquals("yes", redis.command("GET", "answered"));
            assertNotEquals(runId, redis.info("run_id"));
        }
    }

    @Test
    void aStaleCopyRestoresOlderData(@TempDir Path folder) {
        try (RedisServer redis = RedisServer.draws(folder.resolve("redis")).start()) {
            redis.command("SET", "number", "1");
            redis.copyDataTo(folder.resolve("copy"));
            redis.command("SET", "number", "2");
            redis.restartFrom(folder.resolve("copy"));
            assertEquals("1", redis.command("GET", "number"));
            redis.restartEmpty();
            assertNull(redis.command("GET", "number"));
        }
    }

    @Test
    void aSuspendedRedisKeepsItsConnectionsAndAnswersAfterwards() {
        try (RedisServer redis = RedisServer.draws().start();
                Jedis client = redis.client()) {
            client.getClient().setSoTimeout(200);
            redis.suspend();
            assertThrows(JedisConnectionException.class, client::ping);
            redis.resume();
            assertEquals("PONG", redis.command("PING"));
        }
    }

    @Test
    void eachInstanceRunsWithItsOwnConfiguration() {
        try (RedisServer draws = RedisServer.draws().start();
                RedisServer sessions = RedisServer.sessions().start()) {
            assertEquals("appendfsync\nalways", draws.command("CONFIG", "GET", "appendfsync"));
            assertEquals("maxmemory-policy\nnoeviction", draws.command("CONFIG", "GET", "maxmemory-policy"));
            assertEquals("appendonly\nyes", draws.command("CONFIG", "GET", "appendonly"));
            assertEquals("appendonly\nno", sessions.command("CONFIG", "GET", "appendonly"));
        }
    }
}
