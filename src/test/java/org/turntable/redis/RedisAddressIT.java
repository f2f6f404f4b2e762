package org.turntable.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.RedisSentinel;
import org.turntable.testing.stack.RedisServer;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** All kinds of connections to a Redis: standalone, with Sentinels, over TLS, with an ACL user. */
class RedisAddressIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    @Test
    void overTlsTheCertificateMustMatchTheRequestedHost() throws Exception {
        try (RedisServer redis = RedisServer.sessions(folder).start();
                TlsFront right = new TlsFront(folder, "ip:127.0.0.1", redis.port());
                TlsFront another = new TlsFront(folder, "dns:redis.elsewhere", redis.port())) {
            assertEquals(redis.info("run_id"), runOf(tls(redis, right.port(), Optional.of(right.authority()))));
            assertThrows(
                    JedisException.class,
                    () -> runOf(tls(redis, right.port(), Optional.empty())),
                    "an authority that is not trusted");
            assertThrows(
                    JedisException.class,
                    () -> runOf(tls(redis, another.port(), Optional.of(another.authority()))),
                    "another host's certificate");
        }
    }

    @Test
    void aFileWithoutCertificatesIsReported() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertTrue(assertThrows(IOException.class, () -> RedisTls.trusting(Optional.of(empty)))
                .getMessage()
                .contains("no certificate"));
        Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "-----BEGIN CERTIFICATE-----\nrubbish\n");
        assertTrue(assertThrows(IOException.class, () -> RedisTls.trusting(Optional.of(rubbish)))
                .getMessage()
                .contains("not usable"));
    }

    @Test
    void anAclUserLogsInByNameAndHasOnlyItsPermissions() {
        try (RedisServer redis = RedisServer.sessions(folder).start()) {
            redis.command("ACL", "SETUSER", "node", "on", ">secret of the node", "~tt:*", "+@all", "-flushall");
            RedisAddress address = address(redis, "node", "secret of the node");
            try (Connection connection = address.connect()) {
                connection.sendCommand(Protocol.Command.FLUSHALL);
                assertTrue(assertThrows(JedisException.class, connection::getOne)
                        .getMessage()
                        .contains("NOPERM"));
            }
            assertThrows(
                    JedisException.class,
                    () -> address(redis, "node", "another").connect());
        }
    }

    @Test
    void behindSentinelsANodeFollowsTheMaster() throws IOException {
        try (RedisServer first = RedisServer.sessions(Files.createDirectory(folder.resolve("first")))
                        .start();
                RedisServer second = RedisServer.sessions(Files.createDirectory(folder.resolve("second")))
                        .replicaOf(first)
                        .start();
                RedisSentinel sentinel = new RedisSentinel(
                                Files.createDirectory(folder.resolve("sentinel")), "campaign", first)
                        .start()) {
            RedisAddress address = RedisAddress.of(
                    List.of(new HostAndPort("127.0.0.1", sentinel.port())),
                    Optional.of("campaign"),
                    Optional.empty(),
                    null,
                    password(first),
                    0);
            Await.until(
                    "the replica is connected and known to the Sentinel",
                    LIMIT,
                    () -> sentinel.command("SENTINEL", "REPLICAS", "campaign").contains("master-link-status\nok"));
            String before = runOf(address);
            assertEquals(first.info("run_id"), before);
            RedisPipeline calls = new RedisPipeline(address, RedisConnection.Use.SESSIONS, "sentinel-test", 1);
            try {
                PipelinedCommand set =
                        PipelinedCommand.of(Protocol.Command.SET, RedisKeys.bytes("tt:x"), RedisKeys.bytes("1"));
                assertEquals("OK", RedisKeys.text(calls.send(set).join()));
                Await.until("the replica has it", LIMIT, () -> "1".equals(second.command("GET", "tt:x")));
                first.kill9();
                Await.until("the node writes to the new master", LIMIT, () -> {
                    PipelinedCommand again =
                            PipelinedCommand.of(Protocol.Command.SET, RedisKeys.bytes("tt:x"), RedisKeys.bytes("2"));
                    return "OK".equals(RedisKeys.text(calls.send(again).join()));
                });
                assertEquals("2", second.command("GET", "tt:x"));
                assertNotEquals(before, runOf(address));
            } finally {
                calls.close();
            }
        }
    }

    @Test
    void anUnknownMasterNameIsReported() throws IOException {
        try (RedisServer redis = RedisServer.sessions(folder).start();
                RedisSentinel sentinel = new RedisSentinel(
                                Files.createDirectory(folder.resolve("sentinel")), "campaign", redis)
                        .start()) {
            RedisAddress address = RedisAddress.of(
                    List.of(new HostAndPort("127.0.0.1", sentinel.port())),
                    Optional.of("other"),
                    Optional.empty(),
                    null,
                    null,
                    0);
            assertTrue(assertThrows(JedisException.class, address::connect)
                    .getMessage()
                    .contains("knows no master other"));
        }
    }

    private static String runOf(RedisAddress address) {
        try (Connection connection = address.connect()) {
            return RedisConnection.condition(connection).runId();
        }
    }

    private static RedisAddress tls(RedisServer redis, int port, Optional<Path> authority) throws IOException {
        return RedisAddress.of(
                List.of(new HostAndPort("127.0.0.1", port)),
                Optional.empty(),
                Optional.of(RedisTls.trusting(authority)),
                null,
                password(redis),
                0);
    }

    private static RedisAddress address(RedisServer redis, String user, String password) {
        return RedisAddress.of(
                List.of(new HostAndPort("127.0.0.1", redis.port())),
                Optional.empty(),
                Optional.empty(),
                user,
                password,
                0);
    }

    private static String password(RedisServer redis) {
        return URI.create(redis.url()).getUserInfo().substring(1);
    }
}
