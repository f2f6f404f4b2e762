package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * Fail-over as players see it: the primary is killed, suspended and switched over, the replica is killed, while phones
 * draw through real nodes. No page and no draw fails, wins are confirmed again within seconds, and every win that was
 * shown is stored on both servers.
 */
@Tag("load")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverForPlayersIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final int PHONES = 6;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, String> shown = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<Long> winsAt = new ConcurrentSkipListSet<>();
    private final AtomicLong pages = new AtomicLong();
    private final List<Thread> phones = new ArrayList<>();
    private Cluster cluster;
    private int campaignId;
    private volatile boolean ending;

    @BeforeAll
    void bringUp() {
        cluster = Cluster.builder()
                .withoutSampleCampaign()
                .heap("384m")
                .failoverPair()
                .start();
        campaignId = SampleCampaigns.open(
                cluster.pair(), SampleCampaigns.onePrize("the-night", 30_000, 100, 100_000, 100_000));
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " serves the campaign", SOON, () -> node.status("/c/the-night") == 200);
        }
        for (int i = 0; i < PHONES; i++) {
            TomcatNode node = cluster.node(i % cluster.nodes().size());
            String name = "phone-" + i;
            Await.until(name + " may draw", SOON, () -> client(node, name).openPage() > 0);
            Thread phone = new Thread(() -> play(node, name), name);
            phones.add(phone);
            phone.start();
        }
        Await.until("wins are confirmed", SOON, () -> winsAt.size() > 100);
    }

    private PlayerClient client(TomcatNode node, String name) {
        HttpConnection line =
                new HttpConnection("127.0.0.1", node.port(), Duration.ofMillis(500), Duration.ofSeconds(3));
        return new PlayerClient(line, node.baseUrl(), "the-night").with(SharedCluster.credentials(cluster, name));
    }

    private void play(TomcatNode node, String name) {
        String id =
                HexFormat.of().formatHex(SharedCluster.playerId(cluster, name).bytes());
        PlayerClient phone = client(node, name);
        int number = 0;
        while (!ending) {
            try {
                number = phone.openPage();
                pages.incrementAndGet();
                if (number < 1) {
                    failures.add(name + ": a page without a draw number");
                }
                draw(phone, name, id, number);
            } catch (IOException broken) {
                failures.add(name + ": " + broken);
                phone = client(node, name);
            }
        }
    }

    /**
     * A draw is answered at once, by a result or by "being confirmed"; then the same number is drawn again until it is
     * a win.
     */
    private void draw(PlayerClient phone, String name, String id, int number) throws IOException {
        while (!ending) {
            DrawAnswer answer = phone.draw(number);
            if (answer.isWin()) {
                winsAt.add(System.nanoTime());
                shown.put(id + "/" + number, "win");
                return;
            }
            if (!answer.status().equals("confirming")) {
                failures.add(name + ", draw " + number + ": " + answer.httpStatus() + " " + answer.status());
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @AfterAll
    void end() throws InterruptedException {
        ending = true;
        for (Thread phone : phones) {
            phone.join();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void pagesAndDrawsGoOnAndWinsAreConfirmedAgainWithinSeconds() throws Exception {
        Map<String, Long> pauses = new TreeMap<>();
        inject(
                pauses,
                "the primary is killed",
                MariaDbServer::kill9,
                cluster.failoverPair().writer());
        inject(
                pauses,
                "the replica is killed",
                MariaDbServer::kill9,
                cluster.failoverPair().replica());
        inject(
                pauses,
                "the primary hangs",
                MariaDbServer::suspend,
                cluster.failoverPair().writer());
        inject(
                pauses,
                "a planned switchover",
                server -> cluster.ops("switchover", "--by", "Li", "--reason", "a new kernel"),
                cluster.failoverPair().writer());
        ending = true;
        for (Thread phone : phones) {
            phone.join();
        }
        pauses.forEach((fault, millis) ->
                System.out.printf("%-30s %5d ms until a win was confirmed again, to a player%n", fault, millis));
        System.out.println(pages.get() + " pages, " + winsAt.size() + " wins");
        assertEquals(List.of(), List.copyOf(failures).stream().limit(20).toList(), failures.size() + " failures");
        Map<String, String> stored = new TreeMap<>();
        Await.until("both servers hold every win that was shown", SOON, () -> {
            stored.clear();
            for (MariaDbServer server : cluster.failoverPair().servers()) {
                for (String draw : server.askAll("""
                        SELECT CONCAT(LOWER(HEX(player_id)), '/', number) FROM turntable.draw
                        WHERE unit_ordinal IS NOT NULL AND campaign_id =\s""" + campaignId)) {
                    stored.merge(draw, "1", (one, two) -> "2");
                }
            }
            return shown.keySet().stream().allMatch(draw -> "2".equals(stored.get(draw)));
        });
        // One machine runs all of this and other tests; FailoverIT measures the agent's recovery times.
        pauses.forEach((fault, millis) -> assertTrue(millis < 10_000, fault + ": " + millis + " ms"));
    }

    private interface Fault {
        void into(MariaDbServer server);
    }

    private void inject(Map<String, Long> pauses, String fault, Fault injection, MariaDbServer server) {
        cluster.failoverPair().awaitWhole();
        long at = System.nanoTime();
        injection.into(server);
        cluster.failoverPair().awaitWhole();
        Await.until(
                "wins are confirmed after " + fault,
                SOON,
                () -> System.nanoTime() - winsAt.last() < TimeUnit.MILLISECONDS.toNanos(300)
                        && System.nanoTime() - at > TimeUnit.SECONDS.toNanos(3));
        long longest = 0;
        long before = at;
        for (long win : winsAt.tailSet(at)) {
            longest = Math.max(longest, win - before);
            before = win;
        }
        pauses.put(fault, TimeUnit.NANOSECONDS.toMillis(longest));
    }
}
