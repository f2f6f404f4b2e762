package org.turntable.promises.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.promises.edge.RawAnswer;
import org.turntable.promises.edge.RawRequest;
import org.turntable.testing.browser.ConsoleBrowser;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.LoggedSecrets;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.WeChatStandIn;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * Every route of the table, with every method, by everybody, with values that nobody means: no failure, nothing told of
 * the inside, nothing that hangs. {@code -Dfuzz.seed=7} asks other things, {@code -Dfuzz.seconds=600} for longer, and
 * {@code -Dfuzz.from=1234} begins with that request.
 */
class FuzzIT {
    static final String SLUG = "fuzz";
    private static final long SEED = Long.getLong("fuzz.seed", 20261130);
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 20);
    private static final int FROM = Integer.getInteger("fuzz.from", 0);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int LONG_LINE = 8_000;
    private static final int THREADS = 3;
    private static final int SHOWN = 8;

    private static final Map<Integer, AtomicInteger> ANSWERS = new ConcurrentSkipListMap<>();

    private static Cluster cluster;
    private static WeChatStandIn weChat;
    private static Fuzzer fuzzer;
    private static List<Visitor> visitors;
    private static ConsoleBrowser operator;

    @BeforeAll
    static void start() throws Exception {
        Installed.nginx();
        weChat = WeChatStandIn.alone().start();
        cluster = Cluster.builder()
                .tomcats(1)
                .nginx()
                .withoutLimits()
                .heap("256m")
                .withoutSampleCampaign()
                .start();
        Map.Entry<String, String> key =
                weChat.partnerKeys().entrySet().iterator().next();
        TomcatNode inWeChat = cluster.addNode()
                .with(Map.of(
                        "sign-in",
                        "wechat-partner",
                        "wechat.partner.origin",
                        weChat.origin().toString(),
                        "wechat.app-id",
                        weChat.appId(),
                        "wechat.open.origin",
                        weChat.origin().toString(),
                        "wechat.script",
                        weChat.script().toString(),
                        "wechat.partner.key-id",
                        key.getKey(),
                        "wechat.partner.secret",
                        key.getValue(),
                        "red-packets",
                        "partner",
                        "red-packets.wait",
                        "1"))
                .start();
        SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(SLUG, 1_000, 50, 10_000, 10_000));
        Await.until("the page is there", Duration.ofSeconds(120), FuzzIT::turns);
        Await.until("the page in WeChat is there", Duration.ofSeconds(120), () -> inWeChat.status("/c/" + SLUG) == 200);
        fuzzer = new Fuzzer(SEED, new FuzzedSites(cluster, inWeChat));
        visitors = List.of(new Visitor("nobody", "", "AAAA"), player(), verifier(), operator());
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
        if (weChat != null) {
            weChat.close();
        }
    }

    @Test
    void noRequestFailsOrTellsOfTheInsideOrHangs() throws Exception {
        Queue<String> found = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger(FROM);
        long until = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        Callable<Void> one = () -> {
            while (found.size() < SHOWN && (System.nanoTime() < until || next.get() < FROM + fuzzer.round())) {
                FuzzedRequest request = fuzzer.request(next.getAndIncrement(), visitors);
                List<String> problems = ask(request);
                if (!problems.isEmpty()) {
                    found.add(request + ": " + problems + "\n  " + request.repeat());
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                running.add(threads.submit(one));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.printf(
                "fuzz.seed=%d: %d requests, %d rounds of the route table, answers by status %s%n",
                SEED, next.get() - FROM, (next.get() - FROM) / fuzzer.round(), ANSWERS);
        assertEquals(
                "",
                found.stream().limit(SHOWN).collect(Collectors.joining("\n")),
                () -> "-Dfuzz.seed=" + SEED + ", " + found.size() + " of " + (next.get() - FROM) + " requests");
        assertTrue(
                ANSWERS.keySet().containsAll(List.of(200, 303, 400, 401, 403, 404, 405)),
                () -> "requests of all kinds arrive: " + ANSWERS);
        assertTrue(turns(), "a page after the run");
        assertEquals(200, operator.get("/console").statusCode(), "the console after the run");
    }

    private static List<String> ask(FuzzedRequest request) {
        long before = System.nanoTime();
        List<String> problems = new ArrayList<>();
        try {
            RawAnswer answer = RawAnswer.of(RawRequest.send(
                    request.origin(), cluster.edge().orElseThrow().certificate().trusted(), request.bytes()));
            ANSWERS.computeIfAbsent(answer.status(), status -> new AtomicInteger())
                    .incrementAndGet();
            problems.addAll(
                    AnswerRules.problems(request, answer, weChat.origin().toString()));
        } catch (IOException broken) {
            // The edge answers a line that is too long and closes before it has read all: the answer may be lost.
            if (request.target().length() < LONG_LINE) {
                problems.add("no answer: " + broken);
            }
        }
        long took = (System.nanoTime() - before) / 1_000_000;
        if (took > LONGEST.toMillis()) {
            problems.add("took " + took + " ms");
        }
        return problems;
    }

    private static boolean turns() throws IOException {
        try (HttpConnection line = line()) {
            HttpAnswer page = line.request("GET", "/c/" + SLUG, Map.of("Accept", "text/html"), null);
            return page.status() == 200 && page.body().contains("data-");
        }
    }

    private static HttpConnection line() {
        return new HttpConnection(
                "127.0.0.1", cluster.edge().orElseThrow().port(), Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    private static Visitor player() {
        Credentials credentials = SharedCluster.credentials(cluster, "fuzz");
        return new Visitor("a player", credentials.cookie(), credentials.csrf());
    }

    private static Visitor verifier() throws IOException {
        String password = password(cluster.ops("verifier", "add", "fuzz.li", "--store", "湖滨店", "--by", "test"));
        try (HttpConnection line = line()) {
            HttpAnswer form = line.request("GET", "/redeem/sign-in", Map.of(), null);
            HttpAnswer in = line.request(
                    "POST",
                    "/redeem/sign-in",
                    Map.of("Cookie", cookies(form), "Origin", cluster.publicUrl()),
                    "name=fuzz.li&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8) + "&csrf="
                            + form.body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1"));
            assertEquals(303, in.status(), in.body());
            String page = line.request("GET", "/redeem", Map.of("Cookie", cookies(in)), null)
                    .body();
            return new Visitor("a verifier", cookies(in), page.replaceAll("(?s).*data-csrf=\"([^\"]+)\".*", "$1"));
        }
    }

    private static Visitor operator() throws Exception {
        String password = password(cluster.ops("operator", "add", "fuzz.wang", "--by", "test"));
        operator = new ConsoleBrowser(cluster.edge().orElseThrow());
        assertEquals(303, operator.signIn("fuzz.wang", password).statusCode());
        assertEquals(200, operator.get("/console").statusCode());
        return new Visitor("an operator", "JSESSIONID=" + operator.cookie("JSESSIONID"), operator.csrf());
    }

    private static String password(String said) {
        return LoggedSecrets.register(said.replaceAll("(?s).*password (\\S+).*", "$1"));
    }

    private static String cookies(HttpAnswer answer) {
        return answer.setCookies().stream().map(cookie -> cookie.split(";")[0]).collect(Collectors.joining("; "));
    }
}
