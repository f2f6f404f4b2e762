package org.turntable.redis.draw;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.Epoch;
import org.turntable.draw.PlanStamp;
import org.turntable.redis.RedisAddress;
import org.turntable.testing.stack.RedisServer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** A real Redis with the project's draws.conf, and a dump of its contents. */
final class DrawsRedis implements AutoCloseable {
    /** A generous deadline for tests that are not about deadlines, so that a busy machine does not matter. */
    static final long DEADLINE_MS = 10_000;

    private final RedisServer server;

    /** @param directives configuration that differs from the project's file */
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

    /** The address as a node uses it: a call that takes longer than 300 ms fails. */
    RedisAddress address() {
        return RedisAddress.of("127.0.0.1", server.port(), password());
    }

    private RedisAddress patientAddress() {
        return new RedisAddress(
                new HostAndPort("127.0.0.1", server.port()),
                DefaultJedisClientConfig.builder()
                        .resp2()
                        .password(password())
                        .timeoutMillis((int) DEADLINE_MS)
                        .build());
    }

    private String password() {
        return URI.create(server.url()).getUserInfo().substring(1);
    }

    /** The adapter of a node, with generous limits. */
    RedisForDraws node() {
        return node(DEADLINE_MS, 1_000_000, System::currentTimeMillis);
    }

    RedisForDraws node(long deadlineMs, long highWater, LongSupplier millis) {
        return new RedisForDraws(patientAddress(), 2, deadlineMs, highWater, millis);
    }

    /**
     * The adapter of a node with its real time limit and only one connection for draws, so that it is known which
     * connection a call uses.
     */
    RedisForDraws nodeWithOneLine(long deadlineMs) {
        return new RedisForDraws(address(), 1, deadlineMs, 1_000_000, System::currentTimeMillis);
    }

    /** Publishes an epoch of the current run, without taken units. */
    Epoch open(RedisForDraws node, Campaign campaign, long epoch) {
        Epoch opened = new Epoch(epoch, server.info("run_id"));
        if (!node.epochRegistry().open(campaign.id(), opened, PlanStamp.of(campaign), Map.of())) {
            throw new AssertionError("epoch " + epoch + " could not be opened");
        }
        return opened;
    }

    /** A plan of that version of a campaign that a test made. */
    static PlanStamp plan(int version) {
        return PlanStamp.of(new CampaignBuilder().plan(version).build());
    }

    /** The time of Redis's clock. */
    Instant now() {
        String[] time = server.command("TIME").split("\n");
        return Instant.ofEpochSecond(Long.parseLong(time[0]), Long.parseLong(time[1]) * 1_000);
    }

    /** All its contents as text: two dumps are equal if nothing has changed. */
    String contents() {
        return contents("*");
    }

    /** All its contents of one campaign. */
    String contents(int campaignId) {
        return contents("tt:{" + campaignId + "}:*");
    }

    private String contents(String pattern) {
        Map<String, String> all = new TreeMap<>();
        for (String key : new TreeSet<>(server.command("KEYS", pattern).lines().toList())) {
            all.put(
                    key,
                    switch (server.command("TYPE", key)) {
                        case "hash" -> server.command("HGETALL", key);
                        case "stream" -> server.command("XRANGE", key, "-", "+");
                        default -> server.command("GET", key);
                    });
        }
        return all.toString();
    }

    /** The number of script calls since its start. */
    long scriptCalls() {
        return server.command("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .map(line -> Long.parseLong(line.replaceAll("cmdstat_evalsha:calls=(\\d+),.*", "$1")))
                .findFirst()
                .orElse(0L);
    }

    long streamLength(int campaignId) {
        return Long.parseLong(server.command("XLEN", "tt:{" + campaignId + "}:ledger"));
    }

    @Override
    public void close() {
        server.close();
    }
}
