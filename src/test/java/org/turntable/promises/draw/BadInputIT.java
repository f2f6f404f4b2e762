package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;
import redis.clients.jedis.Jedis;

/** Whatever a request holds: a clear answer with the right status, nothing written, nothing leaked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String SLUG = "bad-input";
    private static final List<String> LEAKS =
            List.of("Exception", "java.", "org.turntable", "at org.", "SQL", "Tomcat", "redis", "mariadb");

    private Cluster cluster;
    private TomcatNode node;
    private int campaign;
    private Credentials player;

    @BeforeAll
    void open() {
        cluster = SharedCluster.whole();
        node = cluster.node(0);
        campaign = SharedCluster.open(SampleCampaigns.onePrize(SLUG, 10, 0, 5, 5));
        player = SharedCluster.credentials(cluster, "Mallory");
    }

    @ParameterizedTest
    @CsvSource({
        "x, 400",
        "'', 400",
        "-1, 400",
        "0, 400",
        "1.5, 400",
        "0x1, 400",
        "+1, 400",
        "' 1', 400",
        "9999999999, 400",
        "١, 400",
        "12345678901234567890123456789012345678901234567890, 400",
        "2, 409",
        "999999999, 409"
    })
    void aNumberThatIsNoneOrNotTheNextIsRefused(String number, int status) throws IOException {
        nothingChanges(() ->
                assertRefused(status, post(player.cookie(), node.baseUrl(), "number", number, "csrf", player.csrf())));
    }

    @Test
    void aMissingNumberIsRefused() throws IOException {
        nothingChanges(() -> assertRefused(400, post(player.cookie(), node.baseUrl(), "csrf", player.csrf())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAA"})
    void aForeignTokenIsForbidden(String csrf) throws IOException {
        nothingChanges(() -> assertRefused(403, post(player.cookie(), node.baseUrl(), "number", "1", "csrf", csrf)));
    }

    @Test
    void theTokenOfAnotherPlayerIsForbidden() throws IOException {
        String foreign = SharedCluster.credentials(cluster, "Somebody").csrf();
        nothingChanges(() -> assertRefused(403, post(player.cookie(), node.baseUrl(), "number", "1", "csrf", foreign)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:8080.evil.example"})
    void aForeignOriginIsForbidden(String origin) throws IOException {
        nothingChanges(() -> assertRefused(403, post(player.cookie(), origin, "number", "1", "csrf", player.csrf())));
    }

    @Test
    void aPostWithoutOriginAndRefererIsForbidden() throws IOException {
        nothingChanges(() -> assertRefused(403, post(player.cookie(), null, "number", "1", "csrf", player.csrf())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tt_id=",
                "tt_id=1.AAAA.1.x",
                "tt_id=1.AAAAAAAAAAAAAAAAAAAAAA.9999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "other=1"
            })
    void aForgedOrMissingIdentityIsNoPlayer(String cookie) throws IOException {
        assertRefused(401, post(cookie, node.baseUrl(), "number", "1", "csrf", player.csrf()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/c/no-such-campaign",
                "/c/BAD-INPUT",
                "/c/%00",
                "/c/bad-input/draws/1/2",
                "/c//draws",
                "/nothing",
                "/WEB-INF/web.xml",
                "/assets/wheel.js",
                "/assets/nothing.00000000.js",
                "/c/bad-input%2Fdraws",
                "/c/..%2f..%2fetc"
            })
    void aPathThatIsNotThereIsAPlainPage(String path) throws IOException {
        HttpAnswer answer = get(path, "text/html", "");
        assertTrue(answer.status() == 404 || answer.status() == 400, () -> path + " was answered " + answer.status());
        assertNoLeak(answer);
    }

    @Test
    void anUnknownCampaignIsNotFoundInJsonToo() throws IOException {
        HttpAnswer answer = request(
                "POST",
                "/c/no-such-campaign/draws",
                "application/json",
                player.cookie(),
                node.baseUrl(),
                form("number", "1", "csrf", player.csrf()));
        assertRefused(404, answer);
    }

    @Test
    void theStatusOfADrawThatIsNotThereOrNoNumberIsRefused() throws IOException {
        assertRefused(404, get("/c/" + SLUG + "/draws/77", "application/json", player.cookie()));
        assertRefused(400, get("/c/" + SLUG + "/draws/x", "application/json", player.cookie()));
        assertRefused(401, get("/c/" + SLUG + "/draws/1", "application/json", ""));
    }

    @Test
    void aMethodThatIsNotServedIs405WithoutDetail() throws IOException {
        HttpAnswer answer = get("/c/" + SLUG + "/draws", "application/json", player.cookie());
        assertEquals(405, answer.status());
        assertNoLeak(answer);
    }

    @Test
    void aRefusalIsInThePlayersLanguage() throws IOException {
        assertTrue(post(player.cookie() + "; tt_lang=en", node.baseUrl(), "number", "x", "csrf", player.csrf())
                .body()
                .contains("Refresh"));
        assertTrue(post(player.cookie(), node.baseUrl(), "number", "x", "csrf", player.csrf())
                .body()
                .contains("请"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "/%0d%0aSet-Cookie:x=1"
            })
    void signingInNeverLeadsToAnotherHost(String back) throws IOException {
        HttpConnection line = SharedCluster.line(node);
        HttpAnswer page = line.request("GET", "/sign-in", Map.of("Accept", "text/html"), null);
        String cookie = page.setCookies().stream()
                .filter(set -> set.startsWith("tt_form="))
                .findFirst()
                .orElseThrow()
                .split(";")[0];
        String csrf = page.body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
        HttpAnswer answer = line.request(
                "POST",
                "/sign-in",
                Map.of("Cookie", cookie, "Origin", node.baseUrl()),
                form("name", "Li", "return", back, "csrf", csrf));
        assertEquals(303, answer.status());
        assertEquals("/", answer.location());
    }

    @Test
    void aNameThatIsTooLongOrEmptyIsAskedForAgain() throws IOException {
        HttpConnection line = SharedCluster.line(node);
        HttpAnswer page = line.request("GET", "/sign-in", Map.of("Accept", "text/html"), null);
        String cookie = page.setCookies().stream()
                .filter(set -> set.startsWith("tt_form="))
                .findFirst()
                .orElseThrow()
                .split(";")[0];
        String csrf = page.body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
        for (String name : List.of("", "   ", "x".repeat(33), "a\u0007b")) {
            HttpAnswer answer = line.request(
                    "POST",
                    "/sign-in",
                    Map.of("Cookie", cookie, "Origin", node.baseUrl()),
                    form("name", name, "return", "/", "csrf", csrf));
            assertEquals(400, answer.status());
            assertTrue(answer.setCookies().stream().noneMatch(set -> set.startsWith("tt_id=")));
        }
    }

    @Test
    void aScriptInANameIsShownAndNotRun() throws IOException {
        HttpAnswer answer = get("/sign-in?return=/%22%3E%3Cscript%3E", "text/html", "");
        assertFalse(answer.body().contains("<script>"));
    }

    private interface Attempt {
        void make() throws IOException;
    }

    private void nothingChanges(Attempt attempt) throws IOException {
        try (Jedis redis = cluster.draws().client()) {
            String key = "tt:{" + campaign + "}:player:"
                    + new org.turntable.player.IdentitySigner(
                                    cluster.settings().get("identity.secret"), java.time.Duration.ofDays(1))
                            .playerOf("simple:Mallory");
            Map<String, String> before = redis.hgetAll(key);
            attempt.make();
            assertEquals(before, redis.hgetAll(key), "nothing is written");
        }
    }

    private void assertRefused(int status, HttpAnswer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertTrue(answer.body().startsWith("{\"status\":"), answer.body());
        assertTrue(
                answer.body().contains("\"message\":\"") && answer.body().contains("\"requestId\":\""), answer.body());
        assertNoLeak(answer);
    }

    private static void assertNoLeak(HttpAnswer answer) {
        for (String leak : LEAKS) {
            assertFalse(answer.body().contains(leak), () -> "the answer shows " + leak + ": " + answer.body());
        }
    }

    private HttpAnswer post(String cookie, String origin, String... fields) throws IOException {
        return request("POST", "/c/" + SLUG + "/draws", "application/json", cookie, origin, form(fields));
    }

    private HttpAnswer get(String path, String accept, String cookie) throws IOException {
        return request("GET", path, accept, cookie, null, null);
    }

    private HttpAnswer request(String method, String path, String accept, String cookie, String origin, String form)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", accept);
        if (!cookie.isEmpty()) {
            headers.put("Cookie", cookie);
        }
        if (origin != null) {
            headers.put("Origin", origin);
        }
        try (HttpConnection line = SharedCluster.line(node)) {
            return line.request(method, path, headers, form);
        }
    }

    private static String form(String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(java.net.URLEncoder.encode(fields[i + 1], java.nio.charset.StandardCharsets.UTF_8));
        }
        return form.toString();
    }
}
