package org.turntable.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TomcatNode;
import redis.clients.jedis.Jedis;

/** Shared sessions on two real Tomcats: each rule of the contract, and those of the servlet API. */
class SharedSessionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static ProbeCluster cluster;
    private static TomcatNode first;
    private static TomcatNode second;

    private final Browser browser = new Browser();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        cluster = new ProbeCluster();
        first = cluster.first();
        second = cluster.second();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    // --- shared
    // -------------------------------------------------------------------------------------------------------------------

    @Test
    void whatOneNodeSetsTheOtherReadsWithItsType() {
        browser.ask(first, "set name Anna", "set-long count 41");
        assertEquals(
                List.of("String:Anna", "Long:41", "false", "[count, name]"),
                browser.ask(second, "get name", "get count", "is-new", "names").lines());
        browser.ask(second, "remove name");
        assertEquals("null", browser.ask(first, "get name").line());
    }

    @Test
    void aSessionThatEndsOnOneNodeHasEndedOnTheOtherFromTheNextRequestOn() {
        browser.ask(first, "set name Anna");
        String old = browser.id();
        browser.ask(first, "invalidate");
        assertEquals(
                List.of("false", "false true false"),
                new Browser(old).ask(second, "exists", "is-valid").lines());
    }

    @Test
    void afterAChangeOfIdOnlyTheNewOneIsGoodOnBothNodes() {
        browser.ask(first, "set name Anna");
        String old = browser.id();
        browser.ask(first, "change-id");
        assertNotEquals(old, browser.id());
        for (TomcatNode node : List.of(first, second)) {
            assertEquals("false", new Browser(old).ask(node, "exists").line());
            assertEquals("String:Anna", browser.ask(node, "get name").line());
        }
    }

    @Test
    void anIdThatNobodyIssuedIsNeverAdopted() {
        for (String foreign : List.of("AAAAAAAAAAAAAAAAAAAAAA", "x", "..", "'; DROP", "0".repeat(500))) {
            Browser stranger = new Browser(foreign);
            assertEquals(
                    List.of("false", "set"),
                    stranger.ask(first, "exists", "set name Eve").lines());
            assertNotEquals(foreign, stranger.id());
            assertEquals("false", new Browser(foreign).ask(second, "exists").line());
        }
    }

    @Test
    void aForeignCookieOfTheSameNameHidesNoSession() {
        browser.ask(first, "set name Anna");
        String id = browser.id();
        String unknown = "probe=AAAAAAAAAAAAAAAAAAAAAA; ";
        for (String foreign :
                List.of("probe=theirs", "probe=", unknown + "probe=x; probe=y", unknown.repeat(2) + "a=b")) {
            Browser beside = new Browser(id).withForeign(foreign);
            assertEquals("String:Anna", beside.ask(second, "get name").line(), foreign);
            beside.ask(first, "change-id");
            assertEquals("String:Anna", beside.ask(second, "get name").line(), foreign);
            id = beside.id();
        }
        String many = "probe=AAAAAAAAAAAAAAAAAAAAA%d; ";
        Browser crowded = new Browser(id)
                .withForeign(IntStream.range(0, 9).mapToObj(many::formatted).collect(Collectors.joining()) + "a=b");
        assertEquals(3, commands(() -> crowded.ask(first, "exists")), "no more are looked up");
    }

    @Test
    void idsAre128RandomBitsAndTheirCookieStaysWithTheBrowserAlone() {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            Browser one = new Browser();
            List<String> cookies = one.ask(first, "set a b").cookies();
            assertEquals(1, cookies.size());
            assertTrue(cookies.get(0).contains("HttpOnly") && cookies.get(0).contains("Path=/"), cookies.get(0));
            assertTrue(
                    cookies.get(0).contains("SameSite=Lax"),
                    "Strict would sign out who returns from signing in elsewhere: " + cookies.get(0));
            assertEquals(16, Base64.getUrlDecoder().decode(one.id()).length);
            ids.add(one.id());
        }
        assertEquals(200, ids.size());
    }

    @Test
    void aSessionThatAnotherNodeEndsDuringARequestIsNotRestoredAndNoError() throws Exception {
        browser.ask(first, "set name Anna");
        Path signal = folder.resolve("ended");
        Browser twin = new Browser(browser.id());
        long readBefore = reads();
        Future<Browser.Answer> slow = CompletableFuture.supplyAsync(
                () -> twin.ask(second, "get name", "set late yes", "wait-for " + signal, "get late"));
        Await.until("the other request has read its session", LIMIT, () -> reads() > readBefore);
        browser.ask(first, "invalidate");
        Files.createFile(signal);
        assertEquals(
                List.of("String:Anna", "set", "waited", "String:yes"),
                slow.get().lines());
        assertEquals(200, slow.get().status());
        assertEquals("false", new Browser(twin.id()).ask(first, "exists").line());
        assertEquals(List.of(), keys(twin.id()));
    }

    @Test
    void aThousandRequestsAtOnceOnBothNodesLoseNoAttribute() throws Exception {
        browser.ask(first, "set start yes");
        ExecutorService clients = Executors.newFixedThreadPool(32);
        try {
            List<Future<Browser.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                answers.add(clients.submit(() -> set(number)));
            }
            for (Future<Browser.Answer> answer : answers) {
                assertEquals(200, answer.get().status());
            }
        } finally {
            clients.shutdownNow();
        }
        Set<String> names = Stream.of(browser.ask(first, "names")
                        .line()
                        .replaceAll("[\\[\\] ]", "")
                        .split(","))
                .collect(Collectors.toSet());
        assertEquals(1_001, names.size());
    }

    /** Asks again after a 503: on a busy machine Redis may answer later than a request waits, and the node says so. */
    private Browser.Answer set(int number) {
        TomcatNode node = number % 2 == 0 ? first : second;
        long end = System.nanoTime() + LIMIT.toNanos();
        Browser.Answer answer;
        do {
            answer = new Browser(browser.id()).ask(node, "set a" + number + " v" + number);
        } while (answer.status() == 503 && System.nanoTime() < end);
        return answer;
    }

    // --- commands per request
    // --------------------------------------------------------------------------------------------------------------

    @Test
    void anUnusedSessionNeedsNoCommandAReadOneAndAWriteTwo() {
        browser.ask(first, "set name Anna", "set-long count 1");
        assertEquals(0, commands(() -> browser.ask(first, "untouched")));
        assertEquals(0, commands(() -> new Browser().ask(first, "exists")), "without a cookie no session is read");
        assertEquals(0, commands(() -> new Browser("not-one-of-ours").ask(first, "exists")));
        assertEquals(1, commands(() -> browser.ask(second, "get name", "get count", "names", "is-new", "is-valid")));
        assertEquals(
                2,
                commands(() -> browser.ask(second, "get name", "set name Bea", "set-long count 2", "remove nothing")));
        assertEquals(1, commands(() -> browser.ask(first, "set name Bea")), "the same value again is no change");
        assertEquals(
                1,
                commands(() -> new Browser().ask(first, "set name Clara")),
                "a new session is written and never read");
    }

    @Test
    void anAccessAloneIsWrittenOnceInATenthOfTheInterval() {
        browser.ask(first, "set-interval 20");
        long keep = Long.parseLong(
                cluster.redis().command("PTTL", keys(browser.id()).get(0)));
        assertTrue(keep > 20_000 && keep <= 22_000, "kept a tenth longer, for accesses that were not written: " + keep);
        assertEquals(1, commands(() -> browser.ask(first, "get a")));
        Await.until(
                "a tenth of twenty seconds has passed",
                LIMIT,
                () -> Long.parseLong(cluster.redis()
                                .command("PTTL", keys(browser.id()).get(0)))
                        < 19_900);
        assertEquals(2, commands(() -> browser.ask(second, "get a")), "read, and the access written");
        assertEquals(1, commands(() -> browser.ask(second, "get a")));
    }

    @Test
    void aSessionExpiresAfterItsInterval() {
        browser.ask(first, "set name Anna", "set-interval 1");
        assertEquals(List.of("1"), browser.ask(second, "interval").lines());
        Await.until("Redis has let it go", LIMIT, () -> keys(browser.id()).isEmpty());
        assertEquals("false", browser.ask(second, "exists").line());
    }

    @Test
    void anIntervalOfZeroOrLessMeansNoTimeoutAndThirtyDaysInTheStore() {
        for (int interval : new int[] {0, -1}) {
            Browser one = new Browser();
            one.ask(first, "set-interval " + interval);
            assertEquals(Integer.toString(interval), one.ask(second, "interval").line());
            long keep =
                    Long.parseLong(cluster.redis().command("TTL", keys(one.id()).get(0)));
            assertTrue(keep > 29 * 86_400 && keep <= 30 * 86_400, "" + keep);
        }
    }

    // --- the servlet API
    // ------------------------------------------------------------------------------------------------------------

    @Test
    void timesAndIntervalAreTheSessionsOwnOnEveryNode() {
        long before = System.currentTimeMillis();
        List<String> made =
                browser.ask(first, "is-new", "created", "accessed", "interval").lines();
        assertEquals("true", made.get(0));
        assertTrue(Long.parseLong(made.get(1)) >= before && made.get(1).equals(made.get(2)), made.toString());
        assertEquals("1200", made.get(3), "as web.xml has it");
        assertEquals(made.get(1), browser.ask(second, "created").line());
    }

    @Test
    void afterItsEndASessionRefusesTheMethodsOfTheSpecification() {
        assertEquals(
                List.of("8 of 8 refused, the others answer"),
                browser.ask(first, "after-end").lines());
        assertEquals("IllegalStateException", browser.ask(first, "held").line());
    }

    @Test
    void inOneRequestASessionMayEndAndAnotherBegin() {
        browser.ask(first, "set name Anna");
        String old = browser.id();
        assertEquals(
                List.of("ended", "false", "true", "null"),
                browser.ask(second, "invalidate", "exists", "is-new", "get name")
                        .lines());
        assertNotEquals(old, browser.id());
        assertEquals("true", browser.ask(first, "exists").line());
    }

    @Test
    void valuesThatOtherNodesCouldNotReadAreRefusedWhereTheyAreSet() {
        assertEquals(
                List.of("IllegalArgumentException", "null"),
                browser.ask(first, "set-list basket x", "get basket").lines());
    }

    @Test
    void listenersGetTheEventsOfTheirNode() {
        browser.ask(first, "events");
        browser.ask(
                first,
                "set name Anna",
                "set name Bea",
                "set name Bea",
                "remove name",
                "set name Eve",
                "change-id",
                "invalidate");
        assertEquals(
                "created;added:name=Anna;replaced:name=Anna;removed:name=Bea;added:name=Eve;renamed:true;destroyed:Eve;removed:name=Eve",
                browser.ask(first, "events").line());
    }

    @Test
    void aChangeOfIdWithoutASessionIsRefused() {
        assertEquals("IllegalStateException", browser.ask(first, "change-id").line());
        assertNull(browser.id());
    }

    @Test
    void anIdInTheAddressIsNoSession() {
        assertEquals(
                List.of("false", "false false false"),
                browser.ask(first, "exists", "is-valid").lines());
    }

    // --- dispatches and early responses
    // -------------------------------------------------------------------------------------------------

    @Test
    void forwardsAndIncludesShareTheRequestsSession() {
        assertEquals(
                List.of("FORWARD", "String:Anna", "set"),
                browser.ask(first, "set name Anna", "forward", "dispatcher", "get name", "set more x")
                        .lines());
        assertEquals("String:x", browser.ask(second, "get more").line());
        Browser other = new Browser();
        other.ask(first, "include", "dispatcher", "set name Anna");
        assertEquals("String:Anna", other.ask(second, "get name").line());
    }

    @Test
    void anErrorPageSeesTheSessionAndWhatItSetsStays() {
        Browser.Answer answer = browser.ask(first, "set name Anna", "error", "dispatcher", "get name", "set seen yes");
        assertEquals(418, answer.status());
        assertEquals(List.of("ERROR", "String:Anna", "set"), answer.lines());
        assertEquals(
                List.of("String:Anna", "String:yes"),
                browser.ask(second, "get name", "get seen").lines());
        Browser thrown = new Browser();
        assertEquals(
                500,
                thrown.ask(first, "set name Bea", "throw", "get name", "set seen yes")
                        .status());
        assertEquals(
                List.of("String:Bea", "String:yes"),
                thrown.ask(second, "get name", "get seen").lines());
    }

    @Test
    void asynchronousRequestsAndTheirDispatchesKeepTheirSession() {
        assertEquals(
                List.of("String:Anna", "set"),
                browser.ask(first, "set name Anna", "async", "get name", "set later x")
                        .lines());
        assertEquals("String:x", browser.ask(second, "get later").line());
        Browser dispatched = new Browser();
        assertEquals(
                List.of("ASYNC", "String:Bea", "set"),
                dispatched
                        .ask(first, "set name Bea", "dispatch", "dispatcher", "get name", "set later y")
                        .lines());
        assertEquals(
                List.of("String:Bea", "String:y"),
                dispatched.ask(second, "get name", "get later").lines());
    }

    @Test
    void aSessionIsSavedBeforeAnEarlyCommitAndLaterChangesAreSavedToo() {
        for (String early : List.of("flush", "much")) {
            Browser one = new Browser();
            Browser.Answer answer = one.ask(first, "set name Anna", early, "set later x");
            assertEquals(200, answer.status());
            assertEquals(1, answer.cookies().size(), early);
            assertEquals(
                    List.of("String:Anna", "String:x"),
                    one.ask(second, "get name", "get later").lines(),
                    early);
        }
        Browser redirected = new Browser();
        assertEquals(302, redirected.ask(first, "set name Anna", "redirect").status());
        assertEquals("String:Anna", redirected.ask(second, "get name").line());
    }

    @Test
    void aSessionCannotBeginAfterTheResponseIsCommitted() {
        assertEquals(
                List.of("flushed", "IllegalStateException"),
                browser.ask(first, "flush", "set name Anna").lines());
        assertNull(browser.id());
    }

    // --- versions, damaged and forged values
    // ----------------------------------------------------------------------------------------------------

    @Test
    void anEarlierAndALaterVersionReadEachOthersRecords() {
        browser.ask(first, "set-visit visit rules");
        assertEquals(
                "LaterVisit:LaterVisit[page=rules, count=0]",
                browser.ask(second, "get visit").line());
        browser.ask(second, "set-visit visit wheel");
        assertEquals(
                "Visit:Visit[page=wheel, dropped=null]",
                browser.ask(first, "get visit").line());
    }

    @Test
    void anUnreadableSessionCountsAsNoneAndNoError() {
        Map<String, byte[]> damage = Map.of(
                "v",
                "2".getBytes(),
                "c",
                "soon".getBytes(),
                "t",
                new byte[] {(byte) 0xff},
                "@name",
                new byte[] {99, 'S', 'x'},
                "@other",
                new byte[0],
                "@number",
                new byte[] {1, 'L', 'x'},
                "@kind",
                new byte[] {1, 'Z', 'x'},
                "@text",
                new byte[] {1, 'S', (byte) 0xff, (byte) 0xfe},
                "@visit",
                "\u0001Rvisit\nno json".getBytes());
        damage.forEach((field, value) -> {
            Browser one = new Browser();
            one.ask(first, "set name Anna");
            try (Jedis jedis = cluster.redis().client()) {
                jedis.hset(keys(one.id()).get(0).getBytes(), field.getBytes(), value);
            }
            Browser.Answer answer = one.ask(second, "exists", "is-valid", "set name Bea");
            assertEquals(200, answer.status(), field);
            assertEquals(List.of("false", "false true false", "set"), answer.lines(), field);
            assertEquals("String:Bea", one.ask(first, "get name").line(), "and a new one begins");
        });
        Browser list = new Browser();
        list.ask(first, "set name Anna");
        String key = keys(list.id()).get(0);
        cluster.redis().command("DEL", key);
        cluster.redis().command("RPUSH", key, "not a hash");
        assertEquals(503, list.ask(first, "exists").status(), "a key of another type is an answer that Redis refuses");
    }

    @Test
    void nothingInRedisMakesANodeLoadAClass() throws IOException {
        browser.ask(first, "set name Anna");
        byte[] javaStream = {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r', 0, 11};
        for (byte[] hostile : List.of(
                javaStream,
                "\u0001Rjava.lang.ProcessBuilder\n{\"command\":[\"id\"]}".getBytes(),
                "\u0001Rvisit\n[\"java.lang.ProcessBuilder\",{\"command\":[\"id\"]}]".getBytes(),
                "\u0001Rorg.turntable.session.webapp.Hostile\n{}".getBytes())) {
            try (Jedis jedis = cluster.redis().client()) {
                jedis.hset(keys(browser.id()).get(0).getBytes(), "@name".getBytes(), hostile);
            }
            assertEquals("false", browser.ask(second, "exists").line());
        }
    }

    @Test
    void idsAreInNoLogAndNoKey() throws Exception {
        browser.ask(first, "set name Anna");
        browser.ask(second, "change-id", "get name");
        String id = browser.id();
        assertFalse(cluster.redis().command("KEYS", "*").contains(id));
        for (TomcatNode node : List.of(first, second)) {
            try (Stream<Path> logs = Files.walk(node.base().resolve("logs"))) {
                for (Path log : Stream.concat(Stream.of(node.log()), logs.filter(Files::isRegularFile))
                        .toList()) {
                    assertFalse(Files.readString(log).contains(id), log + " holds a session's id");
                }
            }
        }
        String warnings = Files.readString(second.log())
                .lines()
                .filter(line -> line.contains("cannot be read"))
                .collect(Collectors.joining("\n"));
        assertTrue(warnings.lines().count() <= 2, "logged once a minute: " + warnings);
    }

    private static int commands(Runnable work) {
        Map<String, Long> before = calls();
        work.run();
        return calls().entrySet().stream()
                .mapToInt(entry -> (int) (entry.getValue() - before.getOrDefault(entry.getKey(), 0L)))
                .sum();
    }

    /** Commands that clients sent; those inside a script are part of its one call. */
    private static Map<String, Long> calls() {
        return cluster.redis()
                .command("INFO", "commandstats")
                .lines()
                .filter(line -> line.matches("cmdstat_(hgetall|evalsha|eval|del|unlink|get|set|hmget|touch):.*"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1"))));
    }

    private static long reads() {
        return calls().getOrDefault("cmdstat_hgetall", 0L);
    }

    private static List<String> keys(String id) {
        try {
            String digest = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(id.getBytes()));
            return cluster.redis()
                    .command("KEYS", "tt:session:" + digest)
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
