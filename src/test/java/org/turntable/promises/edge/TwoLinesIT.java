package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.Chromium.Phone;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * Two carriers' lines, each with a host name and an nginx of its own, before the same nodes: one is cut while a player
 * plays.
 */
class TwoLinesIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String SLUG = "two-lines";
    private static final String CUT = "line-is-cut";

    private static Cluster cluster;
    private static NginxEdge second;
    private static String lineA;
    private static String lineB;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        Installed.nginx();
        int portA = Ports.free();
        int portB = Ports.free();
        lineA = "http://127.0.0.1:" + portA;
        // Another host, so that the browser sends it no cookie of the first.
        lineB = "http://localhost:" + portB;
        cluster = Cluster.builder()
                .nginx()
                .publicPort(portA)
                .heap("256m")
                .withoutSampleCampaign()
                .setting("entry.fallback", "on")
                .setting("entry.origins", lineA + "," + lineB)
                .start();
        Path folder = Files.createDirectories(cluster.folder().resolve("line-b"));
        second = new NginxEdge(Installed.nginx(), folder, portB).start(cluster.nodes());
        openCampaign(SLUG);
    }

    private static int openCampaign(String slug) {
        int id = SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(slug, 1_000, 50, 100, 100));
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays " + slug, LIMIT, () -> node.status("/c/" + slug) == 200);
        }
        return id;
    }

    @AfterAll
    static void end() {
        if (second != null) {
            second.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void whenTheLineIsCutTheDrawGoesOverTheOtherAndSoDoesThePlayer() throws Exception {
        // A campaign of its own, since all its draws are counted.
        int campaign = openCampaign(CUT);
        try (Chromium browser = Chromium.start()) {
            Phone phone = browser.phone(320, 640);
            phone.open(lineA + "/c/" + CUT);
            phone.tap("a.go");
            Await.until(
                    "the form is there",
                    LIMIT,
                    () -> phone.is("document.readyState === 'complete' && location.pathname === '/sign-in'"));
            phone.text("document.getElementById('name').focus()");
            phone.command("Input.insertText", Map.of("text", "小林"));
            phone.tap("button.go");
            Await.until(
                    "the player is back",
                    LIMIT,
                    () -> phone.is(
                            "document.readyState === 'complete' && document.querySelector('form#draw') !== null"));

            cluster.edge().orElseThrow().close();

            phone.tap("#go");
            Await.until(
                    "the draw is answered over the other line",
                    LIMIT,
                    () -> phone.is("document.querySelector('#result.win, #result.loss') !== null"));
            assertEquals("1", ask("SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + campaign));
            assertEquals("1", ask("SELECT MAX(number) FROM turntable.draw WHERE campaign_id = " + campaign));
            boolean won = phone.is("document.querySelector('#result.win') !== null");
            assertEquals(
                    won ? "1" : "0",
                    ask("SELECT COUNT(unit_ordinal) FROM turntable.draw WHERE campaign_id = " + campaign),
                    "told and stored");
            phone.picture("the-other-line");
            phone.assertFits();
            if (won) {
                phone.tap("#won-close");
            }
            phone.tap(".rules-link a");
            Await.until(
                    "the rules come over the other line",
                    LIMIT,
                    () -> phone.is("document.readyState === 'complete' && location.href === '" + lineB + "/c/" + CUT
                            + "/rules'"));
            phone.open(lineB + "/c/" + CUT);
            assertTrue(phone.is("document.querySelector('form#draw') !== null"), "the player is signed in there");
            phone.tap("#go");
            Await.until(
                    "he goes on there",
                    LIMIT,
                    () -> ask("SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + campaign)
                            .equals("2"));
        } finally {
            cluster.edge().orElseThrow().start(cluster.nodes());
        }
    }

    @Test
    void theSameNumberIsAnsweredAlikeOnBothLinesAndSpendsOneChance() throws Exception {
        Credentials player = SharedCluster.credentials(cluster, "both lines");
        String pass = passOf(player);
        Await.until(
                "the first line draws",
                LIMIT,
                () -> post(lineA, lineA, "/draws", player.cookie(), "number=1&csrf=" + player.csrf())
                                .statusCode()
                        == 200);
        var first = new ObjectMapper()
                .readTree(post(lineA, lineA, "/draws", player.cookie(), "number=1&csrf=" + player.csrf())
                        .body());
        HttpResponse<String> over = post(lineB, lineA, "/draws", null, "number=1&pass=" + pass);
        assertEquals(first, new ObjectMapper().readTree(over.body()));
        assertEquals(
                lineA, over.headers().firstValue("Access-Control-Allow-Origin").orElse(null));
    }

    @Test
    void aForeignPageCanNeitherDrawNorRead() throws Exception {
        Credentials player = SharedCluster.credentials(cluster, "robbed");
        HttpResponse<String> stolen =
                post(lineB, "https://evil.example", "/draws", null, "number=1&pass=" + passOf(player));
        assertEquals(403, stolen.statusCode());
        assertNull(stolen.headers().firstValue("Access-Control-Allow-Origin").orElse(null));
        assertEquals(
                403, enter("https://evil.example", passOf(player), "/c/" + SLUG).statusCode());
    }

    @Test
    void aPassThatDoesNotHoldDrawsNothingAndLeadsInAsAVisitor() throws Exception {
        Credentials player = SharedCluster.credentials(cluster, "forged");
        String pass = passOf(player);
        String identity = player.cookie().substring(player.cookie().indexOf('=') + 1);
        for (String forged : List.of("", "x", pass.substring(0, pass.length() - 2) + "AA", identity, player.csrf())) {
            assertEquals(
                    401,
                    post(lineB, lineA, "/draws", null, "number=1&pass=" + forged)
                            .statusCode(),
                    forged);
            HttpResponse<String> entered = enter(lineA, forged, "/c/" + SLUG);
            assertEquals(303, entered.statusCode());
            assertTrue(
                    entered.headers().allValues("Set-Cookie").stream().noneMatch(cookie -> cookie.startsWith("tt_id=")),
                    "signed in by " + forged);
        }
        assertEquals(
                401,
                post(lineA, lineA, "/draws", "tt_id=" + pass, "number=1&csrf=" + player.csrf())
                        .statusCode(),
                "a pass is no cookie");
    }

    @Test
    void whoEntersIsLedNowhereElse() throws Exception {
        String pass = passOf(SharedCluster.credentials(cluster, "led"));
        HttpResponse<String> in = enter(lineA, pass, "/c/" + SLUG);
        assertTrue(in.headers().firstValue("Location").orElse("").endsWith("/c/" + SLUG));
        assertTrue(in.headers().allValues("Set-Cookie").stream().anyMatch(cookie -> cookie.startsWith("tt_id=")));
        for (String elsewhere : List.of("https://evil.example/", "//evil.example", "/\\evil.example")) {
            assertEquals(
                    "/",
                    URI.create(enter(lineA, pass, elsewhere)
                                    .headers()
                                    .firstValue("Location")
                                    .orElse(""))
                            .getPath(),
                    elsewhere);
        }
    }

    private String passOf(Credentials player) throws Exception {
        String page = client.send(
                        HttpRequest.newBuilder(URI.create(lineA + "/c/" + SLUG))
                                .header("Cookie", player.cookie())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher pass = Pattern.compile("data-pass=\"([^\"]+)\"").matcher(page);
        assertTrue(pass.find(), page);
        return pass.group(1);
    }

    private HttpResponse<String> enter(String origin, String pass, String path)
            throws IOException, InterruptedException {
        return send(
                lineB + "/enter",
                origin,
                null,
                "pass=" + pass + "&path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String line, String origin, String below, String cookie, String form)
            throws IOException, InterruptedException {
        return send(line + "/c/" + SLUG + below, origin, cookie, form);
    }

    private HttpResponse<String> send(String address, String origin, String cookie, String form)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .header("Origin", origin)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String ask(String query) {
        return cluster.pair().primary().ask(query);
    }
}
