package org.turntable.redis;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.turntable.campaign.Campaign;
import org.turntable.draw.Epoch;
import org.turntable.stack.RedisServer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** A real Redis with the project's draws.conf, and a look at all that it holds. */
final class DrawsRedis implements AutoCloseable {
    /** No call is late in a test that is not about lateness, however busy the machine. */
    static final long DEADLINE_MS = 10_000;

    private final RedisServer server;

    /** @param directives that differ from the project's file */
    DrawsRedis(String... directives) {
        RedisServer made = RedisServer.draws();
        for (String directive : directives) {
            made.with(directive);
        }
        server = made.start();
    }

    RedisServer server() {
        return server;
    }

    /** As a node speaks to it: whatever takes longer than 300 ms has failed. */
    RedisAddress address() {
        return RedisAddress.of("127.0.0.1", server.port(), password());
    }

    private RedisAddress patientAddress() {
        return new RedisAddress(new HostAndPort("127.0.0.1", server.port()), DefaultJedisClientConfig.builder().resp2().password(password())
                .timeoutMillis((int) DEADLINE_MS).build());
    }

    private String password() {
        return URI.create(server.url()).getUserInfo().substring(1);
    }

    /** A node's side of it, with generous limits. */
    RedisForDraws node() {
        return node(DEADLINE_MS, 1_000_000, System::currentTimeMillis);
    }

    RedisForDraws node(long deadlineMs, long highWater, LongSupplier millis) {
        return new RedisForDraws(patientAddress(), 2, deadlineMs, highWater, millis);
    }

    /** A node with its real time limit, and with one connection for draws, so that it is known over which one a call goes. */
    RedisForDraws nodeWithOneLine(long deadlineMs) {
        return new RedisForDraws(address(), 1, deadlineMs, 1_000_000, System::currentTimeMillis);
    }

    /** Publishes an epoch of the present run, with nothing taken. */
    Epoch open(RedisForDraws node, Campaign campaign, long epoch) {
        Epoch opened = new Epoch(epoch, server.info("run_id"));
        if (!node.epochBoard().open(campaign.id(), opened, campaign.planVersion(), Map.of())) {
            throw new AssertionError("epoch " + epoch + " could not be opened");
        }
        return opened;
    }

    /** Redis's own time. */
    Instant now() {
        String[] time = server.command("TIME").split("\n");
        return Instant.ofEpochSecond(Long.parseLong(time[0]), Long.parseLong(time[1]) * 1_000);
    }

    /** Everything that it holds, as text: two looks are equal where nothing has changed. */
    String contents() {
        return contents("*");
    }

    /** Everything that it holds of one campaign. */
    String contents(int campaignId) {
        return contents("tt:{" + campaignId + "}:*");
    }

    private String contents(String pattern) {
        Map<String, String> all = new TreeMap<>();
        for (String key : new TreeSet<>(server.command("KEYS", pattern).lines().toList())) {
            all.put(key, switch (server.command("TYPE", key)) {
                case "hash" -> server.command("HGETALL", key);
                case "stream" -> server.command("XRANGE", key, "-", "+");
                default -> server.command("GET", key);
            });
        }
        return all.toString();
    }

    /** Calls of scripts that it has run since its start. */
    long scriptCalls() {
        return server.command("INFO", "commandstats").lines().filter(line -> line.startsWith("cmdstat_evalsha:"))
                .map(line -> Long.parseLong(line.replaceAll("cmdstat_evalsha:calls=(\\d+),.*", "$1"))).findFirst().orElse(0L);
    }

    long streamLength(int campaignId) {
        return Long.parseLong(server.command("XLEN", "tt:{" + campaignId + "}:ledger"));
    }

    @Override
    public void close() {
        server.close();
    }
}
