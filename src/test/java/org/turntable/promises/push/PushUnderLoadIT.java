package org.turntable.promises.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.Processes;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;

/**
 * WARs pushed to nodes that are being played on, through the real nginx, by the real tool in its own process; each
 * answer is counted by the phones. {@code -Dpush.nodes=10} makes it ten nodes. The tests play in the order of one
 * evening: what one pushes, the next finds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("load")
class PushUnderLoadIT {
    private static final Duration PUSH = Duration.ofMinutes(8);
    private static final String SLUG = "push-evening";
    private static final int NODES = Integer.getInteger("push.nodes", 3);

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        Installed.nginx();
        cluster = Cluster.builder()
                .tomcats(NODES)
                .nginx()
                .withoutLimits()
                .heap("256m")
                .withoutSampleCampaign()
                .setting("push.cpu.most", "100")
                .databaseOption("--group-concat-max-len=100000000")
                // On a machine that is busy with other things a draw may be slow; here only what a push does to it
                // counts.
                .setting("draw.deadline", "2000")
                .start();
        SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(SLUG, 2_000, 1, 100_000, 100_000));
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays", Duration.ofSeconds(120), () -> node.status("/c/" + SLUG) == 200);
        }
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void aPushUnderLoadLosesNoRequestAndNoSession() throws IOException {
        try (SteadyLoad load = new SteadyLoad(cluster, SLUG, 8, false);
                SessionProbe session = new SessionProbe(cluster, SLUG)) {
            awaitRequests(load, 200);
            String release = push(ModifiedWars.version(cluster.folder(), "2.0.0"));
            assertEquals("DONE", end(release), () -> log(release));
            awaitRequests(load, load.answered() + 200);
            load.close();
            assertEquals(List.of(), load.failures());
            session.close();
            assertEquals(List.of(), session.failures());
            assertTrue(session.pages() > 20, () -> "only " + session.pages() + " pages");
            System.out.println("push to " + NODES + " nodes under load: " + load.answers());
            // Of the old WAR and of the new: each page got the files that it names, also while one node alone had them.
            assertTrue(load.answers().get("file") >= 8 * 4, () -> "files: " + load.answers());
        }
        assertEveryNodeRuns("2.0.0");
    }

    @Test
    @Order(2)
    void aWarThatDoesNotStartIsRolledBackBeforeAnyRequestReachesIt() {
        assertRolledBackWithoutAFailedRequest(ModifiedWars.thatDoesNotStart(cluster.folder(), "3.0.0"));
    }

    @Test
    @Order(3)
    void aWarThatStartsAndAnswers500IsRolledBackAndTheEdgeRetriesItsAnswers() {
        assertRolledBackWithoutAFailedRequest(ModifiedWars.thatAnswers500(cluster.folder(), "4.0.0"));
    }

    @Test
    @Order(4)
    void aNodeThatIsKilledLosesNoDrawAndDoublesNone() {
        TomcatNode victim = cluster.node(0);
        Map<String, String> told;
        try (SteadyLoad load = new SteadyLoad(cluster, SLUG, 8, true)) {
            awaitRequests(load, 100);
            victim.kill9();
            awaitRequests(load, load.answered() + 400);
            load.close();
            told = load.told();
            // Eight phones had at most one request each in flight on it.
            assertTrue(load.failures().size() <= 8, () -> "more failed than were in flight: " + load.failures());
        } finally {
            victim.start();
        }
        Await.until(
                "what was told is stored, draw by draw",
                Duration.ofSeconds(120),
                () -> storedResults().entrySet().containsAll(told.entrySet()));
        assertTrue(told.size() > 100, () -> "only " + told.size() + " draws were told");
    }

    @Test
    @Order(5)
    void theProcessOfAPushMayBeKilledAndThePushResumedFromElsewhere() throws IOException {
        String release = startPush(ModifiedWars.version(cluster.folder(), "5.0.0"));
        Await.until("the first node has it", PUSH, () -> log(release).contains("[1/"));
        long pid = Long.parseLong(
                Files.readString(folder().resolve(release + "/pid")).strip());
        Processes.kill(pid);
        OpsTool.Outcome list = tool("push", "list");
        assertTrue(list.output().contains("interrupted"), list.output());
        OpsTool.Outcome resumed = tool("push", "resume", "--detach");
        assertEquals(0, resumed.exitCode(), resumed.output());
        assertEquals("DONE", awaitEnd(release), () -> log(release));
        assertEveryNodeRuns("5.0.0");
    }

    @Test
    @Order(6)
    void oneCommandGoesBackToTheVersionBefore() {
        OpsTool.Outcome back = tool("rollback", "--by", "Wang", "--detach");
        assertEquals(0, back.exitCode(), back.output());
        List<String> pushes = pushes();
        assertEquals("DONE", awaitEnd(pushes.get(pushes.size() - 1)));
        assertEveryNodeRuns("2.0.0");
    }

    @Test
    @Order(7)
    void nothingIsPushedShortlyBeforeAWaveWithoutAReason() {
        Path war = ModifiedWars.version(cluster.folder(), "6.0.0");
        assertEquals(
                0,
                tool("wave", "add", Instant.now().plusSeconds(600) + "", "--note", "evening wave", "--by", "Li Na")
                        .exitCode());
        OpsTool.Outcome refused = tool("push", "start", war.toString(), "--by", "Wang");
        assertEquals(1, refused.exitCode(), refused.output());
        assertTrue(refused.output().contains("evening wave"), refused.output());
        assertEveryNodeRuns("2.0.0");
        OpsTool.Outcome allowed =
                tool("push", "start", war.toString(), "--by", "Wang", "--anyway", "the page is broken", "--detach");
        assertEquals(0, allowed.exitCode(), allowed.output());
        List<String> pushes = pushes();
        assertEquals("DONE", awaitEnd(pushes.get(pushes.size() - 1)));
        assertEveryNodeRuns("6.0.0");
        assertEquals("the page is broken", ask("SELECT reason FROM turntable.war_push ORDER BY id DESC LIMIT 1"));
        assertTrue(ask("SELECT warnings FROM turntable.war_push ORDER BY id DESC LIMIT 1")
                .contains("evening wave"));
        assertEquals(0, tool("wave", "remove", "1").exitCode());
    }

    @Test
    @Order(8)
    void aDryRunAndABrokenFileChangeNothing() throws IOException {
        List<String> before = pushes();
        assertEquals(
                0,
                tool(
                                "push",
                                "start",
                                ModifiedWars.version(cluster.folder(), "7.0.0").toString(),
                                "--by",
                                "Wang",
                                "--dry-run")
                        .exitCode());
        byte[] whole = Files.readAllBytes(ModifiedWars.version(cluster.folder(), "7.0.1"));
        Path cut = Files.write(cluster.folder().resolve("cut.war"), java.util.Arrays.copyOf(whole, whole.length / 2));
        OpsTool.Outcome refused = tool("push", "start", cut.toString(), "--by", "Wang");
        assertEquals(1, refused.exitCode(), refused.output());
        assertTrue(refused.output().contains("cannot be pushed"), refused.output());
        assertEquals(before, pushes());
        assertEveryNodeRuns("6.0.0");
    }

    @Test
    @Order(9)
    void aNodeThatDrainsLosesNoRequestAndTheTableOfNodesShowsIt() {
        String address = "127.0.0.1:" + cluster.node(1).port();
        try (SteadyLoad load = new SteadyLoad(cluster, SLUG, 8, false)) {
            awaitRequests(load, 100);
            assertEquals(0, tool("drain", address).exitCode());
            awaitRequests(load, load.answered() + 300);
            OpsTool.Outcome table = tool("nodes");
            assertEquals(1, table.exitCode(), table.output());
            assertTrue(
                    table.output().lines().anyMatch(line -> line.startsWith(address) && line.contains("draining")),
                    table.output());
            assertEquals(0, tool("drain", address, "--off").exitCode());
            awaitRequests(load, load.answered() + 300);
            load.close();
            assertEquals(List.of(), load.failures());
        }
        assertEquals(0, tool("nodes").exitCode());
    }

    @Test
    @Order(10)
    void rehearsalsLeaveNothingBehindAndAreInNoStatistics() {
        assertEquals(
                "0",
                ask("SELECT COUNT(*) FROM turntable.draw WHERE campaign_id IN (SELECT campaign_id FROM "
                        + "turntable.rehearsal)"));
        assertEquals(
                "0",
                ask("SELECT COUNT(*) FROM turntable.prize_unit JOIN turntable.prize ON prize.id = prize_id"
                        + " WHERE campaign_id IN (SELECT campaign_id FROM turntable.rehearsal) AND "
                        + "player_id IS NOT NULL"));
        String campaign = ask("SELECT campaign_id FROM turntable.rehearsal");
        assertEquals(
                "0",
                cluster.draws()
                        .command("EVAL", "return #redis.call('KEYS', ARGV[1])", "0", "tt:{" + campaign + "}:player:*"));
        OpsTool.Outcome list = tool("campaign", "list");
        assertFalse(list.output().contains("rehearsal"), list.output());
    }

    private static void assertRolledBackWithoutAFailedRequest(Path war) {
        try (SteadyLoad load = new SteadyLoad(cluster, SLUG, 8, false)) {
            awaitRequests(load, 100);
            String release = push(war);
            assertEquals("ROLLED_BACK", end(release), () -> log(release));
            awaitRequests(load, load.answered() + 200);
            load.close();
            assertEquals(List.of(), load.failures());
        }
        assertEveryNodeRuns("2.0.0");
    }

    /** What each draw came to, as it is stored, by player and number. */
    private static Map<String, String> storedResults() {
        Map<String, String> results = new HashMap<>();
        String rows =
                ask("SELECT GROUP_CONCAT(LOWER(HEX(player_id)), '/', number, '=', IF(unit_ordinal IS NULL, 'loss', "
                        + "'win') SEPARATOR ' ')"
                        + " FROM turntable.draw WHERE campaign_id = (SELECT id FROM turntable.campaign WHERE slug = '"
                        + SLUG + "')");
        for (String row : rows.split(" ")) {
            results.put(row.substring(0, row.indexOf('=')), row.substring(row.indexOf('=') + 1));
        }
        return results;
    }

    private static void awaitRequests(SteadyLoad load, long number) {
        Await.until(number + " requests were answered", Duration.ofMinutes(2), () -> load.answered() >= number);
    }

    private static String push(Path war) {
        String release = startPush(war);
        awaitEnd(release);
        return release;
    }

    private static String startPush(Path war) {
        List<String> before = pushes();
        OpsTool.Outcome outcome = tool("push", "start", war.toString(), "--by", "Wang", "--detach");
        assertEquals(0, outcome.exitCode(), outcome.output());
        List<String> after = pushes();
        assertNotEquals(before, after);
        return after.get(after.size() - 1);
    }

    private static String awaitEnd(String release) {
        Await.until("push " + release + " ends", PUSH, () -> Files.exists(folder().resolve(release + "/end")));
        return end(release);
    }

    private static List<String> pushes() {
        return tool("push", "list")
                .output()
                .lines()
                .filter(line -> line.matches("\\d{6} .*"))
                .map(line -> line.substring(0, 6))
                .toList();
    }

    private static void assertEveryNodeRuns(String version) {
        OpsTool.Outcome table = tool("nodes", "--json");
        assertEquals(0, table.exitCode(), table.output());
        assertEquals(
                NODES, table.output().split("\"version\"\\s*:\\s*\"" + version + "\"", -1).length - 1, table.output());
    }

    private static Path folder() {
        return Path.of(cluster.settings().get("push.folder"));
    }

    private static String end(String release) {
        return text("end", release);
    }

    private static String log(String release) {
        return text("log", release);
    }

    private static String text(String file, String release) {
        try {
            Path path = folder().resolve(release).resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String ask(String query) {
        return cluster.pair().primary().ask(query);
    }

    private static OpsTool.Outcome tool(String... arguments) {
        return OpsTool.attempt(cluster.settingsFile(), arguments);
    }
}
