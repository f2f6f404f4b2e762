package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.player.PlayerId;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/** A script draws for many invented players: it is recorded who it was, and persons beside it are not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlayerSignalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** From the end of the attack until it is recorded. */
    private static final Duration RECORDED = Duration.ofSeconds(10);

    private static final int IDENTITIES = 120;
    private static final int HIGH = 60;
    private static final Pattern VIEW = Pattern.compile("name=\"view\" value=\"([^\"]+)\"");
    private static final Pattern NUMBER = Pattern.compile("name=\"number\" value=\"([^\"]+)\"");

    private Cluster cluster;

    @BeforeAll
    void bringUp() {
        cluster = SharedCluster.whole();
    }

    @Test
    void oneHundredAndTwentyInventedPlayersOfOneAddressHaveAHighScoreAndPersonsHaveNone() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("script-farm", 1_000, 50, 3, 3));
        List<Person> persons = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> new Person("script-farm", "Person " + i, "198.51.100." + i))
                .toList();
        for (Person person : persons) {
            person.openPage(cluster.node(0));
        }
        long begun = System.nanoTime();
        int drawn = 0;
        for (int i = 0; i < IDENTITIES; i++) {
            PlayerClient script = new PlayerClient(
                            SharedCluster.line(cluster.node(i % 2)),
                            cluster.node(i % 2).baseUrl(),
                            "script-farm")
                    .with(SharedCluster.credentials(cluster, "Invented " + i));
            for (int number = 1; number <= 3; number++) {
                DrawAnswer answer = script.draw(number);
                drawn += answer.isResult() || "confirming".equals(answer.status()) ? 1 : 0;
            }
        }
        System.out.printf("%d draws of a script in %.1f s%n", drawn, (System.nanoTime() - begun) / 1e9);
        assertEquals(360, drawn, "nothing is slowed or refused");
        for (Person person : persons) {
            // The page was viewed on one node, the tap comes to another one.
            person.draw(cluster.node(1), 1);
        }
        Await.until(
                "all are recorded",
                RECORDED,
                () -> number("SELECT COUNT(*) FROM turntable.player_signal WHERE score >= " + HIGH
                                + " AND campaign_id = " + campaign)
                        == IDENTITIES);
        for (Person person : persons) {
            assertEquals(0, rowsOf(campaign, person.player()), person.name);
        }
        assertEquals(
                IDENTITIES, number("SELECT COUNT(*) FROM turntable.player_signal WHERE campaign_id = " + campaign));
        assertTrue(metric(cluster.node(0), "turntable_draw_signals_total{reason=\"no_page_view\"}") >= 180);
    }

    /** P4: what is not recorded waits in memory, and no draw waits for it. */
    @Test
    void whileMariaDbIsDeadDrawsAreWatchedAndRecordedAfterwards() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("signals-without-database", 10, 0, 50, 50));
        PlayerClient script = new PlayerClient(
                        SharedCluster.line(cluster.node(0)), cluster.node(0).baseUrl(), "signals-without-database")
                .with(SharedCluster.credentials(cluster, "Without a database"));
        cluster.pair().primary().kill9();
        try {
            for (int number = 1; number <= 20; number++) {
                assertEquals("loss", script.draw(number).status());
            }
        } finally {
            cluster.pair().reopenPrimaryAfterCrash();
        }
        Await.until(
                "all draws are recorded",
                PATIENCE,
                () -> number("SELECT COALESCE(SUM(draws), 0) FROM turntable.player_signal WHERE campaign_id = "
                                + campaign)
                        == 20);
    }

    private int rowsOf(int campaign, PlayerId player) {
        StringBuilder hex = new StringBuilder();
        for (byte value : player.bytes()) {
            hex.append(String.format("%02x", value));
        }
        return number("SELECT COUNT(*) FROM turntable.player_signal WHERE campaign_id = " + campaign
                + " AND player_id = x'" + hex + "'");
    }

    private static int number(String query) {
        return Integer.parseInt(SharedCluster.ask(query));
    }

    private static double metric(TomcatNode node, String name) throws IOException {
        try (HttpConnection line = SharedCluster.opsLine(node)) {
            return Double.parseDouble(line.get("/metrics")
                    .body()
                    .lines()
                    .filter(row -> row.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow()
                    .substring(name.length() + 1));
        }
    }

    /** A phone that posts all fields of the page's form, after a person's time. */
    private final class Person {
        private final String slug;
        private final String name;
        private final String address;
        private final Credentials credentials;
        private String view;
        private long viewedAt;

        Person(String slug, String name, String address) {
            this.slug = slug;
            this.name = name;
            this.address = address;
            this.credentials = SharedCluster.credentials(cluster, name);
        }

        PlayerId player() {
            return SharedCluster.playerId(cluster, name);
        }

        void openPage(TomcatNode node) throws IOException {
            try (HttpConnection line = SharedCluster.line(node)) {
                HttpAnswer page = line.request("GET", "/c/" + slug, headers("text/html"), null);
                view = found(VIEW, page);
                assertEquals("1", found(NUMBER, page));
                viewedAt = System.nanoTime();
            }
        }

        void draw(TomcatNode node, int number) throws IOException {
            Await.until(
                    name + " has seen the page",
                    PATIENCE,
                    () -> System.nanoTime() - viewedAt > Duration.ofMillis(800).toNanos());
            try (HttpConnection line = SharedCluster.line(node)) {
                Map<String, String> headers = headers("application/json");
                headers.put("Origin", node.baseUrl());
                String form = Map.of("number", Integer.toString(number), "csrf", credentials.csrf(), "view", view)
                        .entrySet()
                        .stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("&"));
                HttpAnswer answer = line.request("POST", "/c/" + slug + "/draws", headers, form);
                assertEquals(200, answer.status(), answer.body());
            }
        }

        private Map<String, String> headers(String accept) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Accept", accept);
            headers.put("Cookie", credentials.cookie());
            headers.put("User-Agent", "Mozilla/5.0 " + name);
            headers.put("X-Forwarded-For", address);
            return headers;
        }
    }

    private static String found(Pattern field, HttpAnswer page) {
        Matcher matcher = field.matcher(page.body());
        assertTrue(matcher.find(), page.body());
        return matcher.group(1);
    }
}
