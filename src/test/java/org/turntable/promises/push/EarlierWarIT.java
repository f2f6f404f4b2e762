package org.turntable.promises.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.EarlierWar;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.TomcatDistribution;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;

/**
 * The WAR of an earlier commit and the present one on one cluster under load: side by side, then a push to the present
 * one, then the roll-back. {@code -Dearlier.war=COMMIT} names another commit.
 */
@Tag("load")
class EarlierWarIT {
    private static final String COMMIT = System.getProperty("earlier.war", "d6879ff51fbe3f4b709344bbbe7d7e15bd4f1993");
    private static final Duration PUSH = Duration.ofMinutes(8);
    private static final String SLUG = "two-versions";
    private static final int NODES = 2;

    @Test
    void theWarOfBeforeAndThisOneServeTheSamePlayersAndNothingIsLost() throws IOException {
        Installed.nginx();
        Path before = EarlierWar.of(COMMIT);
        try (Cluster cluster = Cluster.builder()
                .tomcats(NODES)
                .nginx()
                .withoutLimits()
                .heap("256m")
                .withoutSampleCampaign()
                .setting("push.cpu.most", "100")
                .databaseOption("--group-concat-max-len=100000000")
                .setting("draw.deadline", "2000")
                .war(before)
                .start()) {
            SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(SLUG, 2_000, 5, 100_000, 100_000));
            for (TomcatNode node : cluster.nodes()) {
                Await.until(node.name() + " plays", Duration.ofSeconds(60), () -> node.status("/c/" + SLUG) == 200);
            }
            Map<String, String> told = new HashMap<>();
            try (SessionProbe session = new SessionProbe(cluster, SLUG)) {
                TomcatNode newer = cluster.node(1);
                newer.stop();
                newer.war(TomcatDistribution.war(), "ROOT.war").start();
                signedInAtOneIsSignedInAtTheOther(cluster.node(0), newer);
                signedInAtOneIsSignedInAtTheOther(newer, cluster.node(0));
                play(cluster, told, () -> {}, "side by side");
                push(cluster, "start", before.toString());
                play(
                        cluster,
                        told,
                        () -> push(cluster, "start", TomcatDistribution.war().toString()),
                        "push");
                play(cluster, told, () -> push(cluster, "rollback"), "roll-back");
                session.close();
                assertEquals(List.of(), session.failures());
                assertTrue(session.pages() > 50, () -> "only " + session.pages() + " pages");
            }
            assertTrue(told.containsValue("win") && told.containsValue("loss"), "both results were drawn");
            Await.until(
                    "every result that was told is stored",
                    Duration.ofMinutes(1),
                    () -> stored(cluster).entrySet().containsAll(told.entrySet()));
        }
    }

    /** Over TLS, as an edge says it, with and without: the cookies have other names there. */
    private static void signedInAtOneIsSignedInAtTheOther(TomcatNode one, TomcatNode other) throws IOException {
        for (String scheme : List.of("http", "https")) {
            String name = "Of both " + scheme + " " + one.name();
            Map<String, String> cookies = new LinkedHashMap<>();
            HttpAnswer form = ask(one, scheme, cookies, "GET", "/sign-in?return=/c/" + SLUG, null);
            String csrf = form.body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
            Map<String, String> formCookies = Map.copyOf(cookies);
            HttpAnswer in = ask(
                    other,
                    scheme,
                    cookies,
                    "POST",
                    "/sign-in",
                    "name=" + name + "&return=/c/" + SLUG + "&csrf=" + csrf);
            assertEquals(303, in.status(), () -> scheme + ": a form of one, sent to the other, with " + formCookies);
            for (TomcatNode node : List.of(one, other, one)) {
                HttpAnswer page = ask(node, scheme, cookies, "GET", "/c/" + SLUG, null);
                assertTrue(page.body().contains(name), () -> scheme + ", " + node.name() + ": " + page.body());
            }
        }
    }

    private static HttpAnswer ask(
            TomcatNode node, String scheme, Map<String, String> cookies, String method, String path, String form)
            throws IOException {
        Map<String, String> headers =
                new HashMap<>(Map.of("Accept", "text/html", "Origin", node.baseUrl(), "X-Forwarded-Proto", scheme));
        headers.put(
                "Cookie",
                cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; ")));
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", node.port(), Duration.ofSeconds(2), Duration.ofSeconds(20))) {
            HttpAnswer answer = line.request(method, path, headers, form);
            for (String cookie : answer.setCookies()) {
                String[] parts = cookie.split(";")[0].split("=", 2);
                cookies.put(parts[0], parts[1]);
            }
            return answer;
        }
    }

    /** Plays before, while and after something is done. */
    private static void play(Cluster cluster, Map<String, String> told, Runnable work, String name) {
        try (SteadyLoad load = new SteadyLoad(cluster, SLUG, 8, false)) {
            awaitRequests(load, 300);
            work.run();
            awaitRequests(load, load.answered() + 300);
            load.close();
            assertEquals(List.of(), load.failures(), name);
            load.told().forEach((draw, result) -> {
                String earlier = told.putIfAbsent(draw, result);
                assertTrue(earlier == null || earlier.equals(result), () -> draw + ": " + earlier + ", then " + result);
            });
        }
    }

    private static void awaitRequests(SteadyLoad load, long number) {
        Await.until(number + " requests were answered", Duration.ofMinutes(3), () -> load.answered() >= number);
    }

    private static void push(Cluster cluster, String verb, String... war) {
        List<String> before = pushes(cluster);
        OpsTool.Outcome outcome = verb.equals("rollback")
                ? OpsTool.attempt(cluster.settingsFile(), "rollback", "--by", "Wang", "--detach")
                : OpsTool.attempt(cluster.settingsFile(), "push", verb, war[0], "--by", "Wang", "--detach");
        assertEquals(0, outcome.exitCode(), outcome.output());
        List<String> after = pushes(cluster);
        assertFalse(after.equals(before), "no push was begun");
        Path folder = Path.of(cluster.settings().get("push.folder")).resolve(after.get(after.size() - 1));
        Await.until("the push ends", PUSH, () -> Files.exists(folder.resolve("end")));
        assertEquals("DONE", text(folder.resolve("end")), () -> text(folder.resolve("log")));
    }

    private static List<String> pushes(Cluster cluster) {
        return OpsTool.attempt(cluster.settingsFile(), "push", "list")
                .output()
                .lines()
                .filter(line -> line.matches("\\d{6} .*"))
                .map(line -> line.substring(0, 6))
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** Stored results by player and number. */
    private static Map<String, String> stored(Cluster cluster) {
        Map<String, String> results = new HashMap<>();
        String rows = cluster.pair()
                .primary()
                .ask("SELECT GROUP_CONCAT(LOWER(HEX(player_id)), '/', number, '=', IF(unit_ordinal IS NULL, 'loss', "
                        + "'win') SEPARATOR ' ') FROM turntable.draw WHERE campaign_id = "
                        + "(SELECT id FROM turntable.campaign WHERE slug = '" + SLUG + "')");
        for (String row : rows.split(" ")) {
            results.put(row.substring(0, row.indexOf('=')), row.substring(row.indexOf('=') + 1));
        }
        return results;
    }
}
