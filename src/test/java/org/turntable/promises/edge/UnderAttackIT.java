package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turntable.promises.edge.Visitors.Visits;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.system.SampleCampaigns;

/**
 * While the script of a stranger runs within the limits that the edge ships with, every page of every visitor is
 * served, and the stranger gets nothing. Two nodes behind a real nginx. With {@code -Dattack.pages=1000} or more, each
 * attack has a quiet measurement of its own, and the visitors' 99th percentile is at most 1.5 times the quiet one.
 */
@Tag("load")
class UnderAttackIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String SLUG = "attacked";
    private static final int PAGES = Integer.getInteger("attack.pages", 80);
    private static final String ONLY = System.getProperty("attack.only", "");
    /** From as many on, a 99th percentile is one. */
    static final boolean MEASURED = PAGES >= 1_000;

    private static final double SLOWER_AT_MOST = 1.5;
    /** What the connector for ops answers: status, metrics, readiness, the manager's list. */
    private static final Pattern FOR_OPS = Pattern.compile("\"components\":|\\n# (?:HELP|TYPE) |OK - Listed");

    private static Cluster cluster;
    private static AttackTarget target;
    private static Visitors visitors;
    private static Visits quiet;

    @BeforeAll
    static void start() {
        Installed.nginx();
        cluster = Cluster.builder()
                .tomcats(2)
                .nginx()
                .strictWithOperators()
                .weChat()
                .heap("256m")
                .withoutSampleCampaign()
                .start();
        SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(SLUG, 1_000, 1, 1_000, 1_000));
        target = new AttackTarget(cluster, SLUG);
        visitors = new Visitors(target);
        Await.until(
                "pages and draws are served",
                LIMIT,
                () -> visitors.come(10, Duration.ZERO).failures().isEmpty());
        quiet = quiet();
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    static Stream<Attacks> scripts() {
        return Stream.of(Attacks.values())
                .filter(script -> Pattern.compile(ONLY).matcher(script.name()).find());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyPageIsServedAndTheStrangerGetsNothing(Attacks script) {
        Visits before = MEASURED ? quiet() : quiet;
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        Queue<String> gains = new ConcurrentLinkedQueue<>();
        AtomicInteger moves = new AtomicInteger();
        Visits visits;
        try (Attack attack = script.on(target);
                Pace pace = new Pace(Duration.ZERO, attack.pause(), (number, since) -> {
                    for (String answer : answersTo(attack, number)) {
                        statuses.merge(RawRequest.status(answer), 1, Integer::sum);
                        if (!answer.isEmpty() && !attack.isRefusal(answer)
                                || FOR_OPS.matcher(answer).find()) {
                            gains.add(answer);
                        }
                    }
                    moves.incrementAndGet();
                })) {
            visits = visitors.come(PAGES, attack.lead());
        }
        double slower = visits.p99() / before.p99();
        System.out.printf(
                "%s: quiet %s; under attack %s: %.2f times, %d failed; strangers' answers %s; load average %.1f%n",
                script,
                before,
                visits,
                slower,
                visits.failures().size(),
                new TreeMap<>(statuses),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertEquals(List.of(), List.copyOf(visits.failures()));
        assertEquals(List.of(), List.copyOf(gains));
        // On a machine under other load Redis is late without any attack.
        assertTrue(!MEASURED || visits.busy().get() == 0, () -> visits.busy() + " pages were busy");
        assertTrue(moves.get() > 0, "the script made no move");
        assertTrue(
                !MEASURED || slower <= SLOWER_AT_MOST,
                () -> "p99 " + visits.p99() + " ms, quiet " + before.p99() + " ms");
    }

    private static Visits quiet() {
        Visits visits = visitors.come(PAGES, Duration.ZERO);
        assertEquals(List.of(), List.copyOf(visits.failures()), "nobody attacks");
        return visits;
    }

    private static List<String> answersTo(Attack attack, int number) {
        try {
            return attack.move(number);
        } catch (Exception refused) {
            // A connection that was not taken, or ended.
            return List.of("");
        }
    }
}
