package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.turntable.testing.browser.ConsoleBrowser;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.system.SampleCampaigns;

/**
 * No request of one kind can hold the threads of another, and none takes longer than the edge's patience with a node:
 * while strangers send what waits for a part that hangs or is slow, within the shipped limits, every page of a visitor
 * is served. Two nodes: with a WeChat that hangs, each waits for the other too.
 */
@Tag("load")
class SeparateKindsIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String PAGE = "/c/kinds";
    private static final int ADDRESSES = 60;
    private static final int VISITS_A_SECOND = 10;
    private static final int SECONDS = 8;

    private static Cluster cluster;
    private static NginxEdge edge;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final ExecutorService senders = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() {
        Installed.nginx();
        cluster = Cluster.builder()
                .tomcats(2)
                .nginx()
                .weChat()
                .heap("256m")
                .withoutSampleCampaign()
                .start();
        edge = cluster.edge().orElseThrow();
        SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize("kinds", 10, 0, 5, 5));
        Await.until("the page is served", LIMIT, () -> visit() == 200);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void everyPageIsServedWhileWeChatHangsAndAStrangerAsksForSignatures() throws Exception {
        String signature = "/wechat/signature?url=" + URLEncoder.encode(edge.baseUrl() + PAGE, StandardCharsets.UTF_8);
        cluster.weChat().orElseThrow().suspend();
        try {
            Map<Object, Integer> strangers = new ConcurrentHashMap<>();
            Map<Object, Integer> visitors = underAttack(10, number -> get(signature), strangers);
            assertEquals(Map.of(200, VISITS_A_SECOND * SECONDS), visitors, () -> "the strangers: " + strangers);
            assertEquals(Map.of(503, 10 * SECONDS), strangers, "each is told to try again");
        } finally {
            cluster.weChat().orElseThrow().resume();
        }
        Await.until("a signature is made again", LIMIT, () -> get(signature) == 200);
    }

    @Test
    void everyPageIsServedWhileStrangersTryPasswordsAtTheConsole() throws Exception {
        ConsoleBrowser stranger = new ConsoleBrowser(edge);
        assertEquals(200, stranger.get("/console/sign-in").statusCode());
        String session = stranger.cookie("JSESSIONID");
        Attack guess = number -> attempt(
                "127.0.0." + (2 + number % ADDRESSES),
                session,
                "csrf=" + URLEncoder.encode(stranger.csrf(), StandardCharsets.UTF_8) + "&name=guess-" + number
                        + "&password=k7mn-2wxa-pq3r-z9ty");
        Map<Object, Integer> strangers = new ConcurrentHashMap<>();
        Map<Object, Integer> visitors = underAttack(20, guess, strangers);
        assertEquals(Map.of(200, VISITS_A_SECOND * SECONDS), visitors, () -> "the strangers: " + strangers);
        // One at a time is verified, the others are told to try again.
        assertTrue(Set.of(403, 503).containsAll(strangers.keySet()), strangers::toString);
        Await.until("a password is verified", LIMIT, () -> guess.send(0) == 403);
    }

    private interface Attack {
        int send(int number) throws IOException;
    }

    /** Sends both at their rates, whatever the answers take; answers how often the visitors met which status. */
    private Map<Object, Integer> underAttack(int attacksASecond, Attack attack, Map<Object, Integer> strangers)
            throws InterruptedException {
        Map<Object, Integer> visitors = new ConcurrentHashMap<>();
        AtomicInteger number = new AtomicInteger();
        atRate(attacksASecond, strangers, () -> attack.send(number.getAndIncrement()));
        atRate(VISITS_A_SECOND, visitors, SeparateKindsIT::visit);
        Await.until(
                "all is answered",
                LIMIT,
                () -> sum(strangers) == attacksASecond * SECONDS && sum(visitors) == VISITS_A_SECOND * SECONDS);
        clock.shutdownNow();
        senders.shutdownNow();
        return visitors;
    }

    private void atRate(int aSecond, Map<Object, Integer> answers, Callable<Integer> request) {
        AtomicInteger sent = new AtomicInteger();
        clock.scheduleAtFixedRate(
                () -> {
                    if (sent.incrementAndGet() <= aSecond * SECONDS) {
                        senders.execute(() -> answers.merge(answerOf(request), 1, Integer::sum));
                    }
                },
                0,
                TimeUnit.SECONDS.toMicros(1) / aSecond,
                TimeUnit.MICROSECONDS);
    }

    private static Object answerOf(Callable<Integer> request) {
        try {
            return request.call();
        } catch (Exception failed) {
            return failed.toString();
        }
    }

    private static int sum(Map<Object, Integer> answers) {
        return answers.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int visit() throws IOException {
        return get(PAGE);
    }

    private static int get(String path) throws IOException {
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", edge.port(), Duration.ofSeconds(5), Duration.ofSeconds(20))) {
            return line.get(path).status();
        }
    }

    /** One attempt to sign in at the console, from an address of its own on loopback. */
    private static int attempt(String from, String session, String form) throws IOException {
        String origin = edge.consoleUrl();
        String request = "POST /console/sign-in HTTP/1.1\r\nHost: " + origin.replace("https://", "") + "\r\nOrigin: "
                + origin + "\r\nCookie: JSESSIONID=" + session + "\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n"
                + form;
        int port = Integer.parseInt(origin.replaceAll(".*:", ""));
        SocketFactory sockets = edge.certificate().trusted().getSocketFactory();
        try (Socket socket =
                sockets.createSocket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            String head = answer.toString(StandardCharsets.ISO_8859_1);
            return Integer.parseInt(head.substring(9, 12));
        }
    }
}
