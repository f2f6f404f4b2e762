package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * P1, P2 and P3 under every single fault: 200 clients, 40,000 draws over 10,000 players (-Plong: 200,000 over 50,000),
 * one prize of 1,000 units at 50 %. The fault comes at a random phase; the seed is printed and can be given again by
 * -Dpromises.seed=.
 */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeverOversoldIT {
    private static final int CLIENTS = 200;
    private static final int PLAYERS = Integer.getInteger("promises.players", 10_000);
    private static final int DRAWS_EACH = 4;
    private static final int UNITS = 1_000;

    /** The fault that is injected during the load. */
    enum Fault {
        NOTHING(false),
        TOMCAT_KILLED(false),
        TOMCAT_FROZEN_FOR_TEN_SECONDS(false),
        REDIS_KILLED_AND_RESTARTED(false),
        REDIS_EMPTIED(true),
        REDIS_REPLACED_BY_A_COPY_TWO_SECONDS_OLD(true),
        MARIADB_KILLED_AND_RESTARTED(false);

        private final boolean losesState;

        Fault(boolean losesState) {
            this.losesState = losesState;
        }
    }

    private Cluster cluster;

    @BeforeAll
    void bringUp() {
        cluster = SharedCluster.whole();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void exactlyTheStockIsAwardedAndNoAnswerChanges(Fault fault) throws Exception {
        long seed = Long.getLong("promises.seed", System.nanoTime());
        Random random = new Random(seed);
        String slug = fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        slug = slug.substring(0, Math.min(40, slug.length())).replaceAll("-$", "");
        int campaignId =
                SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(slug, UNITS, 50, DRAWS_EACH, DRAWS_EACH));
        String path = "/c/" + slug;
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " knows the campaign", Duration.ofSeconds(120), () -> node.status(path) == 200);
        }
        ConcurrentPlayers players = new ConcurrentPlayers(
                cluster.nodes(),
                slug,
                cluster.settings().get("identity.secret"),
                PLAYERS,
                DRAWS_EACH,
                fault.losesState,
                seed);
        long phase = (long) (players.expected() * (fault == Fault.NOTHING ? 1 : phase(random)));
        long begun = System.nanoTime();
        CompletableFuture<Void> injected = CompletableFuture.runAsync(() -> {
            Await.until("there are " + phase + " results", Duration.ofMinutes(3), () -> players.results() >= phase);
            inject(fault, random);
        });
        players.run(CLIENTS);
        double seconds = (System.nanoTime() - begun) / 1e9;
        injected.get();
        System.out.printf(
                "%s: seed %d, fault after %d of %d results, %.0f s, %.0f results/s, answers %s%n",
                fault, seed, phase, players.expected(), seconds, players.results() / seconds, players.answers());
        List<String> differences = new ResultComparison(cluster, campaignId, players).differences(UNITS);
        assertTrue(
                differences.isEmpty(),
                () -> differences.size() + " differences, seed " + seed + ", the first: "
                        + String.join(System.lineSeparator(), differences.subList(0, Math.min(20, differences.size())))
                        + errors());
        assertEquals(players.expected(), players.results(), "every draw has a result");
    }

    /** Errors of the nodes: an answer that should not be is explained there, and the logs go with the cluster. */
    private String errors() {
        StringBuilder errors = new StringBuilder();
        for (TomcatNode node : cluster.nodes()) {
            try (Stream<String> lines = Files.lines(node.log())) {
                lines.filter(line -> line.contains("\"ERROR\"") || line.contains("SEVERE"))
                        .limit(20)
                        .forEach(line -> errors.append(System.lineSeparator())
                                .append(node.name())
                                .append(": ")
                                .append(line));
            } catch (IOException | UncheckedIOException unreadable) {
                errors.append(System.lineSeparator())
                        .append(node.name())
                        .append(": ")
                        .append(unreadable);
            }
        }
        return errors.toString();
    }

    /**
     * Half of the faults fall into the short time in which the prize is given out, half anywhere in the first half of
     * the load: a fault that takes seconds has to be over before the last draw, which then shows the state after it.
     */
    private static double phase(Random random) {
        return random.nextBoolean() ? random.nextDouble() * 0.01 : 0.05 + random.nextDouble() * 0.45;
    }

    private void inject(Fault fault, Random random) {
        TomcatNode node = cluster.node(random.nextInt(cluster.nodes().size()));
        switch (fault) {
            case NOTHING -> {}
            case TOMCAT_KILLED -> {
                node.kill9();
                node.start();
            }
            case TOMCAT_FROZEN_FOR_TEN_SECONDS -> {
                node.suspend();
                LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
                node.resume();
            }
            case REDIS_KILLED_AND_RESTARTED -> {
                cluster.draws().kill9();
                cluster.draws().start();
            }
            case REDIS_EMPTIED -> cluster.draws().command("FLUSHALL");
            case REDIS_REPLACED_BY_A_COPY_TWO_SECONDS_OLD -> {
                Path copy = cluster.folder().resolve("stale-copy");
                cluster.draws().copyDataTo(copy);
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                cluster.draws().kill9();
                cluster.draws().restartFrom(copy);
            }
            case MARIADB_KILLED_AND_RESTARTED -> {
                MariaDbPair pair = cluster.pair();
                pair.primary().kill9();
                pair.reopenPrimaryAfterCrash();
            }
        }
    }
}
