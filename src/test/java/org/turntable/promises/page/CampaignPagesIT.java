package org.turntable.promises.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * What real nodes put on a campaign's pages: theme, published rules, winners, what is used up; what a page costs; what
 * phones tell.
 */
class CampaignPagesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int VIEWS = 1_000;
    private static final int SLACK = VIEWS / 20;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = SharedCluster.whole();
    }

    @Test
    void aThemeReachesThePagesOfEveryNodeWithoutARestart(@TempDir Path folder) throws Exception {
        SharedCluster.open(SampleCampaigns.onePrize("themed", 5, 50, 3, 3));
        BufferedImage cup = new BufferedImage(500, 500, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = cup.createGraphics();
        graphics.setColor(Color.GREEN);
        graphics.fillOval(50, 50, 400, 400);
        graphics.dispose();
        ImageIO.write(cup, "png", folder.resolve("cup.png").toFile());
        Path file = Files.writeString(
                folder.resolve("theme.properties"),
                "colour.sky=#0a625b\ncolour.ground=#05423e\ntext.slogan=一转一份好心情\ntext.losing=下次好运\npicture.prize.1=cup.png\n");
        cluster.ops("campaign", "theme", "themed", "--file", file.toString(), "--by", "Wang");
        for (TomcatNode node : cluster.nodes()) {
            Await.until(
                    node.name() + " shows the new look",
                    PATIENCE,
                    () -> get(node, "/c/themed").body().contains("--sky:#0a625b"));
            HttpResponse<String> page = get(node, "/c/themed");
            assertTrue(page.body().contains("一转一份好心情") && page.body().contains("下次好运"), "texts of the theme");
            assertTrue(page.body().contains("content=\"#0a625b\""), "the browser's bar");
            assertEquals(
                    2,
                    page.headers()
                                    .firstValue("Content-Security-Policy")
                                    .orElseThrow()
                                    .split("'sha256-", -1)
                                    .length
                            - 1);
            assertTrue(get(node, "/c/themed/rules").body().contains("--sky:#0a625b"));
            Matcher picture = Pattern.compile("(/pictures/[0-9a-f]{16}\\.jpg)").matcher(page.body());
            assertTrue(picture.find(), "the prize's picture");
            HttpResponse<String> served = get(node, picture.group(1));
            assertEquals(
                    "200 image/jpeg public, max-age=31536000, immutable",
                    served.statusCode() + " " + header(served, "Content-Type") + " " + header(served, "Cache-Control"));
        }
        HttpResponse<String> unknown = get(cluster.node(0), "/pictures/0000000000000000.png");
        assertEquals("404 no-store", unknown.statusCode() + " " + header(unknown, "Cache-Control"));
        Files.writeString(file, "colour.ink=#fffaf0\n");
        OpsTool.Outcome refused = OpsTool.attempt(
                cluster.settingsFile(), "campaign", "theme", "themed", "--file", file.toString(), "--by", "Wang");
        assertEquals(1, refused.exitCode());
        assertTrue(
                refused.output().contains("text on cards: #fffaf0 on #fffaf0 has a contrast of 1.00 and needs 4.5"),
                refused.output());
        assertTrue(get(cluster.node(0), "/c/themed").body().contains("--sky:#0a625b"), "and changes nothing");
    }

    @Test
    void anybodyCanRecomputeTheHashOfTheRulesAndReadWhatChanged() throws Exception {
        SharedCluster.open(SampleCampaigns.onePrize("frozen", 5, 50, 3, 3));
        TomcatNode node = cluster.node(0);
        Await.until(
                "the rules are shown with their hash",
                PATIENCE,
                () -> get(node, "/c/frozen/rules").body().contains(hashOfText(node, "/c/frozen/rules/1")));
        cluster.ops(
                "campaign",
                "rules",
                "frozen",
                "--notice",
                "兑换地点改为一楼",
                "--notice-en",
                "Redeem on the ground floor",
                "--by",
                "Wang",
                "--how-to-redeem",
                Files.writeString(cluster.folder().resolve("redeem.txt"), "一楼前台兑换")
                        .toString());
        Await.until(
                "the change is shown",
                PATIENCE,
                () -> get(node, "/c/frozen/rules").body().contains("兑换地点改为一楼"));
        String page = get(node, "/c/frozen/rules").body();
        assertTrue(page.contains(hashOfText(node, "/c/frozen/rules/2")) && page.contains("一楼前台兑换"));
        assertTrue(get(node, "/c/frozen/rules/1").body().contains("凭码兑换"), "the old version is kept");
        assertEquals(404, get(node, "/c/frozen/rules/3").statusCode());
        assertEquals(404, get(node, "/c/frozen/rules/01").statusCode());
    }

    @Test
    void whatWasPublishedIsShownWhateverIsChangedInThePlan() throws Exception {
        int id = SharedCluster.open(SampleCampaigns.onePrize("tampered", 5, 50, 3, 3));
        TomcatNode node = cluster.node(0);
        Await.until(
                "the rules are shown",
                PATIENCE,
                () -> get(node, "/c/tampered/rules").body().contains("SHA-256"));
        cluster.pair()
                .primary()
                .execute(
                        "UPDATE turntable.prize SET weight = 1 WHERE campaign_id = " + id,
                        "UPDATE turntable.campaign SET plan_version = plan_version + 1 WHERE id = " + id);
        Await.until(
                "the published text is shown word for word",
                PATIENCE,
                () -> get(node, "/c/tampered/rules").body().contains("<pre class=\"verbatim\">"));
        assertTrue(get(node, "/c/tampered/rules").body().contains("| 50/100 |"), "the odds that were published");
        Await.until(
                "ops can see it",
                PATIENCE,
                () -> Files.readString(node.log()).contains("the plan of campaign tampered differs from version"));
    }

    @Test
    void aPrizeThatIsUsedUpIsMarkedAndAfterTheEndTheWinnersAreListed() throws Exception {
        SharedCluster.open(SampleCampaigns.onePrize("used-up", 1, 100, 3, 3));
        TomcatNode node = cluster.node(0);
        PlayerClient phone = new PlayerClient(SharedCluster.line(node), node.baseUrl(), "used-up")
                .with(SharedCluster.credentials(cluster, "Anna"));
        phone.openPage();
        Await.until("Anna wins", PATIENCE, () -> phone.draw(1).isWin());
        Await.until(
                "the page says that all is gone",
                PATIENCE,
                () -> phone.get("/c/used-up", "text/html").body().contains("奖品已抽完"));
        assertFalse(
                phone.get("/c/used-up", "text/html").body().contains("id=\"draw\""),
                "nobody spends a chance for nothing");
        assertFalse(phone.get("/c/used-up", "text/html").body().contains("中奖名单"));
        cluster.ops("campaign", "close", "used-up", "--by", "Wang");
        String id = SharedCluster.playerId(cluster, "Anna").toString();
        String masked = id.substring(0, 2) + "***" + id.substring(20);
        Await.until(
                "Anna is in the list of winners",
                PATIENCE,
                () -> phone.get("/c/used-up", "text/html").body().contains(masked));
        assertTrue(phone.get("/c/used-up", "text/html").body().contains("<span class=\"own\">" + masked));
        String others = get(node, "/c/used-up").body();
        assertTrue(others.contains("<span>" + masked + "</span>"), "others see her, too, and not who she is");
        assertFalse(others.contains(id));
    }

    @Test
    void aPageViewIsOneCallToRedisTwoWithASessionAndNoStatement() throws Exception {
        SharedCluster.open(SampleCampaigns.onePrize("cost", 5, 50, 3, 3));
        TomcatNode node = cluster.node(0);
        PlayerClient byCookie = new PlayerClient(SharedCluster.line(node), node.baseUrl(), "cost")
                .with(SharedCluster.credentials(cluster, "Anna"));
        cost(() -> byCookie.get("/c/cost", "text/html").body()).assertEachView(1, 0, 0);
        PlayerClient withSession = SharedCluster.phone(node, "cost", "Ben");
        cost(() -> withSession.get("/c/cost", "text/html").body()).assertEachView(1, 1, 0);
    }

    @Test
    void beaconsAreCountedOnEitherLineAndNothingElseIs() throws Exception {
        TomcatNode node = cluster.node(0);
        String other = cluster.node(1).baseUrl();
        String error = "page=campaign&kind=error&error=line&message=cut";
        assertEquals(204, beacon(node, node.baseUrl(), error));
        assertEquals(204, beacon(node, other, error), "from a page of the other line");
        assertEquals(403, beacon(node, "https://elsewhere.example.com", error));
        assertEquals(400, beacon(node, node.baseUrl(), error.replace("line", "comet")));
        assertEquals(400, beacon(node, node.baseUrl(), error + "x".repeat(2_000)));
        assertEquals(204, beacon(node, node.baseUrl(), "page=campaign&kind=load&visible=900&ready=1200"));
        assertEquals(405, get(node, "/beacon").statusCode());
        String metrics = SharedCluster.opsLine(node).get("/metrics").body();
        assertTrue(
                metrics.contains("turntable_page_errors_total{browser=\"other\",error=\"line\",page=\"campaign\"} 2.0"),
                metrics);
        assertTrue(
                metrics.contains("turntable_page_visible_seconds_count{browser=\"other\",page=\"campaign\"} 1"),
                metrics);
        assertTrue(metrics.contains("turntable_page_asked_total{page=\"campaign\"}"), metrics);
        assertFalse(metrics.contains("comet"));
    }

    /**
     * What all views together cost, less what runs by itself in as much time: scripts on the Redis for draws, reads and
     * scripts of sessions, round trips to both, and statements.
     */
    private record Cost(long scripts, long sessionCalls, long roundTrips, long statements) {
        /**
         * One call too many in twenty views is found. Round trips include the periodic work of two nodes, which is
         * slower while the machine serves views, so that a second one in every second view is found.
         */
        void assertEachView(int callsToDraws, int callsToSessions, int statementsToDatabase) {
            assertEquals((long) callsToDraws * VIEWS, scripts, SLACK, "scripts on the Redis for draws");
            assertEquals((long) callsToSessions * VIEWS, sessionCalls, SLACK, "calls to the Redis for sessions");
            assertEquals(
                    (long) (callsToDraws + callsToSessions) * VIEWS, roundTrips, VIEWS / 2.0, "round trips to Redis");
            assertEquals((long) statementsToDatabase * VIEWS, statements, SLACK, "statements");
        }
    }

    private interface View {
        String open() throws IOException;
    }

    private static Cost cost(View view) throws Exception {
        view.open();
        long from = System.nanoTime();
        long[] before = counts();
        for (int i = 0; i < VIEWS; i++) {
            assertTrue(view.open().contains("id=\"turntable\""));
        }
        long[] after = counts();
        long took = System.nanoTime() - from;
        // What runs in the background anyway, over as long a time.
        long quietFrom = System.nanoTime();
        Await.until("as much time has passed", Duration.ofMinutes(2), () -> System.nanoTime() - quietFrom >= took);
        long[] later = counts();
        long[] own = new long[after.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = after[i] - before[i] - (later[i] - after[i]);
        }
        return new Cost(own[0], own[1], own[2], own[3]);
    }

    private static long[] counts() {
        return new long[] {
            commands(cluster.draws(), "evalsha"),
            commands(cluster.sessions(), "hgetall") + commands(cluster.sessions(), "evalsha"),
            roundTrips(cluster.draws()) + roundTrips(cluster.sessions()),
            Long.parseLong(SharedCluster.ask(
                    "SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME "
                            + "IN ('COM_SELECT', 'COM_INSERT', 'COM_UPDATE', 'COM_DELETE')"))
        };
    }

    /** How often a Redis has run a command, within scripts too. */
    private static long commands(RedisServer redis, String name) {
        Matcher calls =
                Pattern.compile("cmdstat_" + name + ":calls=(\\d+)").matcher(redis.command("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    /** How often a Redis has read from a connection: what a script does within it is no round trip. */
    private static long roundTrips(RedisServer redis) {
        Matcher reads = Pattern.compile("total_reads_processed:(\\d+)").matcher(redis.command("INFO", "stats"));
        assertTrue(reads.find());
        return Long.parseLong(reads.group(1));
    }

    private static String hashOfText(TomcatNode node, String path) throws Exception {
        HttpResponse<byte[]> text = HTTP.send(
                HttpRequest.newBuilder(URI.create(node.baseUrl() + path)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return text.statusCode() != 200
                ? "not there yet"
                : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.body()));
    }

    private static int beacon(TomcatNode node, String origin, String form) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(node.baseUrl() + "/beacon"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Origin", origin)
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpResponse<String> get(TomcatNode node, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(node.baseUrl() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
