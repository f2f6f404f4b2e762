package org.turntable.promises.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.mariadb.staff.MariaDbOperatorAccounts;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.PasswordHash;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.ConsoleBrowser;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;
import org.turntable.testing.system.SharedEdgeCluster;

/**
 * The second way in: an operator with nothing but a telephone sees how a campaign fares and pauses it, and nobody else
 * does.
 */
class ConsoleIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final String PASSWORD = "k7mn-2wxa-pq3r-z9ty";
    private static final PasswordHash HASH = PasswordHash.of(PASSWORD, new SecureRandom());

    private static Cluster cluster;
    private static NginxEdge edge;
    private static HikariDataSource pool;
    private static OperatorAccounts accounts;

    private final String slug = "console-" + NUMBER.incrementAndGet();
    private final String name = "operator-" + NUMBER.incrementAndGet();

    @BeforeAll
    static void start() {
        cluster = SharedEdgeCluster.whole();
        edge = cluster.edge().orElseThrow();
        pool = MariaDbPools.forTool(new MariaDbPools.Access(
                List.of(cluster.pair().hosts().split(",")),
                MariaDbPair.DATABASE,
                MariaDbPair.APPLICATION_USER,
                cluster.pair().applicationPassword()));
        accounts = new MariaDbOperatorAccounts(pool);
    }

    @AfterAll
    static void end() {
        if (pool != null) {
            pool.close();
        }
    }

    @Test
    void anOperatorSeesACampaignAndItsNodesAndPausesItAndLetsItGoOn() throws Exception {
        int id = open();
        PlayerClient player = player("console");
        Await.until("the campaign is played", LIMIT, () -> player.openPage() == 1);
        for (int number = 1; number <= 6; number++) {
            draw(player, number);
        }
        ConsoleBrowser operator = signedIn();
        Await.until(
                "every draw is counted",
                LIMIT,
                () -> figure(operator.get("/console/campaigns/" + slug).body(), "Draws")
                        .equals("6"));
        Await.until(
                "nothing waits",
                LIMIT,
                () -> figure(operator.get("/console/campaigns/" + slug).body(), "Waiting for MariaDB")
                        .equals("0"));
        String wins = cluster.pair()
                .primary()
                .ask("SELECT COUNT(unit_ordinal) FROM turntable.draw WHERE campaign_id = " + id);
        String page = operator.get("/console/campaigns/" + slug).body();
        assertEquals(wins, figure(page, "Wins"));
        assertEquals(Integer.toString(50 - Integer.parseInt(wins)), figure(page, "Left"));
        String home = operator.get("/console").body();
        assertTrue(home.contains("/console/campaigns/" + slug), home);
        for (TomcatNode node : cluster.nodes()) {
            Await.until(
                    "the page tells of " + node.name(),
                    LIMIT,
                    () -> operator.get("/console").body().contains("<strong>" + node.name() + "</strong>"));
        }
        HttpResponse<String> paused =
                operator.post("/console/campaigns/" + slug, "deed", "pause", "reason", "the shop has a leak");
        assertEquals(303, paused.statusCode(), paused.body());
        // Until every node has the news, draws go on: each with a number of its own, since the last is answered as it
        // was.
        AtomicInteger next = new AtomicInteger(7);
        Await.until("nobody draws", LIMIT, () -> {
            String status = player.draw(next.get()).status();
            next.addAndGet(List.of("win", "loss", "confirming").contains(status) ? 1 : 0);
            return status.equals("paused");
        });
        page = operator.get("/console/campaigns/" + slug).body();
        assertTrue(page.contains("the shop has a leak") && page.contains("state paused") && page.contains(name), page);
        assertEquals(
                303,
                operator.post("/console/campaigns/" + slug, "deed", "resume", "reason", "mended")
                        .statusCode());
        Await.until(
                "players draw again",
                LIMIT,
                () -> List.of("win", "loss").contains(player.draw(next.get()).status()));
        assertEquals(
                "open paused " + name + " the shop has a leak,paused open " + name + " mended",
                cluster.pair()
                        .primary()
                        .ask("SELECT GROUP_CONCAT(from_state, ' ', to_state, ' ', by_whom, ' ', reason ORDER BY "
                                + "id) FROM turntable.campaign_transition WHERE reason IS NOT NULL"
                                + " AND campaign_id = " + id));
    }

    @Test
    void endingIsForGoodAndAskedForTwice() throws Exception {
        open();
        ConsoleBrowser operator = signedIn();
        operator.get("/console/campaigns/" + slug);
        HttpResponse<String> unsure = operator.post("/console/campaigns/" + slug, "deed", "close", "reason", "over");
        assertEquals(409, unsure.statusCode());
        assertTrue(unsure.body().contains("was not ticked"), unsure.body());
        assertEquals(
                409,
                operator.post("/console/campaigns/" + slug, "deed", "close", "sure", "yes", "reason", " ")
                        .statusCode());
        assertEquals(
                409,
                operator.post("/console/campaigns/" + slug, "deed", "pause", "reason", "x".repeat(201))
                        .statusCode());
        assertEquals("open", state());
        assertEquals(
                303,
                operator.post("/console/campaigns/" + slug, "deed", "close", "sure", "yes", "reason", "over")
                        .statusCode());
        assertEquals("closed", state());
        HttpResponse<String> stale =
                operator.post("/console/campaigns/" + slug, "deed", "resume", "reason", "from an old page");
        assertEquals(409, stale.statusCode());
        assertTrue(stale.body().contains("another state than this page showed"), stale.body());
        assertEquals("closed", state());
    }

    @Test
    void whatIsTypedIsShownAsTextAndNothingElse() throws Exception {
        open();
        ConsoleBrowser operator = signedIn();
        operator.get("/console/campaigns/" + slug);
        assertEquals(
                303,
                operator.post("/console/campaigns/" + slug, "deed", "pause", "reason", "<script>alert(1)</script>\"'&")
                        .statusCode());
        String page = operator.get("/console/campaigns/" + slug).body();
        assertFalse(page.contains("<script"), page);
        assertTrue(page.contains("&lt;script&gt;"), page);
        for (String deed : List.of("open", "draft", "PAUSE", "", "../pause")) {
            assertEquals(
                    400,
                    operator.post("/console/campaigns/" + slug, "deed", deed, "reason", "x")
                            .statusCode(),
                    deed);
        }
        assertEquals(404, operator.get("/console/campaigns/nowhere").statusCode());
        assertEquals(404, operator.get("/console/campaigns/turntable-rehearsal").statusCode());
    }

    @Test
    void onlyAFormOfThisSessionFromTheConsolesOwnPagesChangesAnything() throws Exception {
        open();
        String password = add();
        ConsoleBrowser operator = new ConsoleBrowser(edge);
        ConsoleBrowser other = new ConsoleBrowser(edge);
        assertEquals(303, operator.signIn(name, password).statusCode());
        assertEquals(303, other.signIn(name, password).statusCode());
        operator.get("/console/campaigns/" + slug);
        other.get("/console");
        String path = "/console/campaigns/" + slug;
        assertEquals(
                403,
                operator.postFrom(edge.consoleUrl(), "", path, "deed", "pause", "reason", "x")
                        .statusCode());
        assertEquals(
                403,
                operator.postFrom(edge.consoleUrl(), other.csrf(), path, "deed", "pause", "reason", "x")
                        .statusCode());
        for (String foreign : List.of("https://evil.example", "null", edge.secureUrl(), edge.baseUrl())) {
            assertEquals(
                    403,
                    operator.postFrom(foreign, operator.csrf(), path, "deed", "pause", "reason", "x")
                            .statusCode(),
                    foreign);
        }
        assertEquals("open", state());
        String before = operator.csrf();
        assertEquals(
                403,
                operator.postFrom("https://evil.example", operator.csrf(), "/console/sign-out")
                        .statusCode());
        assertEquals(200, operator.get("/console").statusCode());
        assertEquals(before, operator.csrf());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/campaigns/at-the-edge"})
    void whoIsNotSignedInSeesNothing(String path) throws Exception {
        ConsoleBrowser stranger = new ConsoleBrowser(edge);
        HttpResponse<String> answer = stranger.get(path);
        assertEquals(303, answer.statusCode());
        assertEquals(Optional.of("/console/sign-in"), answer.headers().firstValue("Location"));
        assertEquals("", answer.body());
        stranger.get("/console/sign-in");
        assertEquals(303, stranger.post(path, "deed", "pause", "reason", "x").statusCode());
    }

    @Test
    void theSessionThatAnAttackerPreparedIsNotTheOneThatIsSignedIn() throws Exception {
        String password = add();
        ConsoleBrowser attacker = new ConsoleBrowser(edge);
        attacker.get("/console/sign-in");
        assertNull(attacker.cookie("JSESSIONID"), "who asks for the sign-in page begins no session");
        attacker.signIn(name, password);
        String former = attacker.cookie("JSESSIONID");
        attacker.post("/console/sign-out");
        ConsoleBrowser victim = new ConsoleBrowser(edge);
        victim.takeCookie("JSESSIONID", former);
        HttpResponse<String> in = victim.signIn(name.toUpperCase() + " ", password);
        assertEquals(303, in.statusCode(), in.body());
        String cookie = in.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("JSESSIONID="))
                .findFirst()
                .orElseThrow();
        for (String part : List.of("; Secure", "; HttpOnly", "; SameSite=Lax")) {
            assertTrue(cookie.contains(part), cookie);
        }
        assertNotEquals(former, victim.cookie("JSESSIONID"));
        assertEquals(200, victim.get("/console").statusCode());
        assertEquals(303, attacker.get("/console").statusCode());
        victim.post("/console/sign-out");
        assertEquals(303, victim.get("/console").statusCode());
    }

    @Test
    void anAccountThatIsDisabledOrResetIsOutWithTheNextClick() throws Exception {
        String password = password(tool("add"));
        ConsoleBrowser operator = new ConsoleBrowser(edge);
        assertEquals(303, operator.signIn(name, password).statusCode());
        assertEquals(200, operator.get("/console").statusCode());
        tool("disable");
        assertEquals(303, operator.get("/console").statusCode());
        assertEquals(403, operator.signIn(name, password).statusCode());
        tool("enable");
        assertEquals(303, operator.signIn(name, password).statusCode());
        String other = password(tool("reset"));
        assertEquals(303, operator.get("/console").statusCode());
        assertEquals(403, operator.signIn(name, password).statusCode());
        assertEquals(303, operator.signIn(name, other).statusCode());
        String list = OpsTool.run(cluster.settingsFile(), "operator", "list");
        assertTrue(list.contains(name) && !list.contains(other), list);
    }

    @Test
    void afterFiveWrongPasswordsNotEvenTheRightOneIsComparedAndWhyIsNotTold() throws Exception {
        String password = add();
        ConsoleBrowser guesser = new ConsoleBrowser(edge);
        String refusal = guesser.signIn("nobody-at-all", "guess").body();
        for (int guess = 1; guess <= 5; guess++) {
            HttpResponse<String> answer = guesser.signIn(name, "guess " + guess);
            assertEquals(403, answer.statusCode());
            assertEquals(
                    withoutToken(refusal),
                    withoutToken(answer.body()),
                    "a name that is there is not told from one that is not");
        }
        HttpResponse<String> right = guesser.signIn(name, password);
        assertEquals(403, right.statusCode());
        assertEquals(withoutToken(refusal), withoutToken(right.body()));
    }

    @Test
    void anAddressThatTriesOnePasswordAfterTheOtherIsSlowedDownByTheEdge() throws Exception {
        Path folder = Files.createDirectories(cluster.folder().resolve("strict"));
        try (NginxEdge strict = new NginxEdge(Installed.nginx(), folder, Ports.free())
                .strictWithOperators()
                .start(cluster.nodes())) {
            ConsoleBrowser guesser = new ConsoleBrowser(strict);
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (int guess = 0; guess < 20; guess++) {
                statuses.merge(
                        guesser.post("/console/sign-in", "name", "li.na", "password", "guess " + guess)
                                .statusCode(),
                        1,
                        Integer::sum);
            }
            assertTrue(statuses.getOrDefault(429, 0) >= 5, statuses::toString);
            assertNotEquals(429, guesser.get("/console").statusCode(), "pages are another matter");
        }
    }

    @Test
    void throughThePlayersEntrancesThereIsNoConsole() throws Exception {
        for (TomcatNode node : cluster.nodes()) {
            // Straight at the node, as if the edge had been forgotten: the name of the entrance is looked at there,
            // too.
            assertEquals(404, node.status("/console"));
            assertEquals(404, node.status("/console/sign-in"));
        }
        ConsoleBrowser operator = new ConsoleBrowser(edge);
        for (String path : List.of(
                "/c/" + SharedEdgeCluster.SLUG,
                "/",
                "/readyz",
                "/metrics",
                "/sign-in",
                "/manager/text/list",
                "/edge/refused")) {
            HttpResponse<String> answer = operator.get(path);
            assertTrue(
                    answer.statusCode() == 404 || path.equals("/") && answer.statusCode() == 302,
                    path + " was answered " + answer.statusCode());
        }
    }

    @Test
    void whenTheDatabaseHangsTheConsoleSaysSoAndNothingMore() throws Exception {
        ConsoleBrowser operator = signedIn();
        cluster.pair().primary().suspend();
        try {
            HttpResponse<String> answer = operator.get("/console");
            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("The database does not answer"), answer.body());
        } finally {
            cluster.pair().primary().resume();
        }
        Await.until("the console is back", LIMIT, () -> operator.get("/console").statusCode() == 200);
        SharedEdgeCluster.whole();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 414})
    void itFitsATelephoneInBothLanguages(int width) throws Exception {
        open();
        String password = add();
        try (Chromium browser = Chromium.start()) {
            for (String language : List.of("zh-CN", "en")) {
                Chromium.Phone phone = browser.phone(width, 740)
                        .as(
                                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
                                language);
                phone.command("Security.setIgnoreCertificateErrors", Map.of("ignore", true));
                phone.open(edge.consoleUrl() + "/console/sign-in?lang=" + language);
                seen(phone, "console-sign-in-" + width + "-" + language);
                phone.text("document.getElementById('name').value = '" + name
                        + "'; document.getElementById('password').value = '" + password + "'; 0");
                phone.tap("main button.go");
                Await.until(
                        "the operator is in",
                        LIMIT,
                        () -> phone.is("document.readyState === 'complete' && location.pathname === '/console'"));
                Await.until("nodes are told of", LIMIT, () -> {
                    phone.open(edge.consoleUrl() + "/console");
                    return phone.is("document.querySelectorAll('.nodes li').length >= 2");
                });
                seen(phone, "console-home-" + width + "-" + language);
                phone.open(edge.consoleUrl() + "/console/campaigns/" + slug);
                phone.text("document.getElementById('reason-" + (language.equals("en") ? "resume" : "pause")
                        + "').value = 'a leak 水管'; 0");
                seen(phone, "console-campaign-" + width + "-" + language);
                phone.tap("main button.go");
                String now = language.equals("en") ? "open" : "paused";
                Await.until(
                        "it is " + now,
                        LIMIT,
                        () -> phone.is("document.readyState === 'complete' && document.querySelector('em.state." + now
                                + "') !== null"));
                phone.text("document.querySelector('details').open = true; 0");
                seen(phone, "console-" + now + "-" + width + "-" + language);
                phone.assertNoComplaints();
            }
        }
    }

    private static void seen(Chromium.Phone phone, String name) throws Exception {
        phone.pictureOfAll(name);
        phone.assertFits();
        assertEquals(
                "0",
                phone.text("[...document.querySelectorAll('a, button, input:not([type=hidden])')].filter(e => "
                        + "e.offsetParent)"
                        + ".filter(e => { const box = (e.type === 'checkbox' ? e.closest('label') : "
                        + "e).getBoundingClientRect(); return box.height < 38; }).length"),
                "things too small for a thumb on " + name);
    }

    private int open() {
        int id = SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(slug, 50, 50, 100, 100));
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays", LIMIT, () -> node.status("/c/" + slug) == 200);
        }
        return id;
    }

    private String state() {
        return cluster.pair().primary().ask("SELECT state FROM turntable.campaign WHERE slug = '" + slug + "'");
    }

    private void draw(PlayerClient player, int number) {
        Await.until(
                "draw " + number + " is answered",
                LIMIT,
                () -> List.of("win", "loss").contains(player.draw(number).status()));
    }

    private ConsoleBrowser signedIn() throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(edge);
        HttpResponse<String> in = browser.signIn(name, add());
        assertEquals(303, in.statusCode(), in.body());
        return browser;
    }

    /**
     * Without the tool, whose own start takes longer than a test:
     * {@link #anAccountThatIsDisabledOrResetIsOutWithTheNextClick} has it in its hands.
     */
    private String add() throws Exception {
        accounts.add(name, HASH, "test", Instant.now());
        return PASSWORD;
    }

    private String tool(String deed) {
        return OpsTool.run(cluster.settingsFile(), "operator", deed, name, "--by", "Wang");
    }

    private static String password(String said) {
        return said.replaceAll("(?s).* password (\\S+).*", "$1");
    }

    private static String figure(String page, String of) {
        return page.replaceAll("(?s).*<dt>" + Pattern.quote(of) + "</dt><dd>([^<]*)</dd>.*", "$1");
    }

    private static String withoutToken(String page) {
        return page.replaceAll("value=\"[^\"]*\"", "");
    }

    private PlayerClient player(String who) {
        return new PlayerClient(
                        new HttpConnection("127.0.0.1", edge.port(), Duration.ofSeconds(2), Duration.ofSeconds(10)),
                        cluster.publicUrl(),
                        slug)
                .with(SharedCluster.credentials(cluster, who));
    }
}
