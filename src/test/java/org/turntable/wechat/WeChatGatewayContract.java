package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.WeChatStandIn;
import org.turntable.wechat.WeChatException.Reason;
import org.turntable.wechat.WeChatGateway.Following;
import org.turntable.wechat.WeChatGateway.PageSignature;
import org.turntable.wechat.WeChatGateway.Visitor;

/**
 * What both ways to WeChat promise, against the stand-in over real HTTP. Whatever a test says or throws must tell no
 * secret.
 */
abstract class WeChatGatewayContract {
    static final URI CALLBACK = URI.create("http://127.0.0.1:8080/wechat/callback?entry=%E8%8F%9C%E5%8D%95&n=1");
    static final String STATE = "v1.7f3A-b_c.1790000000";
    /** For what must be given up; well below the usual time, so that a test is quick. */
    static final Duration SHORT = Duration.ofMillis(500);

    static final Duration LIMIT = Duration.ofSeconds(20);
    static final RandomGenerator RANDOM = new SecureRandom();
    static WeChatStandIn weChat;
    static SecretLog secretLog;

    final AtomicLong nanos = new AtomicLong();
    final ExecutorService threads = Executors.newCachedThreadPool();
    Supplier<Instant> clock = Instant::now;

    /** A node's gateway. */
    abstract WeChatGateway gateway(URI origin, WeChatLimits limits);

    /** The path that exchanging a code calls. */
    abstract String exchangePath();

    /** The path that the follow check calls. */
    abstract String followingPath();

    /** The path that a page's signature cannot do without. */
    abstract String signaturePath();

    @BeforeAll
    static void start() {
        weChat = WeChatStandIn.alone("lottery.example.com").start();
        secretLog = new SecretLog();
        secretLog.secret(weChat.appSecret());
        weChat.partnerKeys().values().forEach(secretLog::secret);
    }

    @AfterAll
    static void stop() {
        secretLog.close();
        weChat.close();
    }

    @BeforeEach
    void allIsWell() {
        weChat.reset();
    }

    @AfterEach
    void nothingSecretWasSaid() {
        threads.shutdownNow();
        secretLog.check();
    }

    final WeChatGateway gateway() {
        return gateway(weChat.origin(), WeChatLimits.of(8));
    }

    final WeChatGateway hurried() {
        return gateway(weChat.origin(), new WeChatLimits(SHORT, SHORT, 8, 8));
    }

    final String codeOf(WeChatGateway gateway, String persona) {
        return secretLog.secret(query(weChat.signIn(gateway.signInAddress(CALLBACK, STATE), persona))
                .get("code"));
    }

    final Visitor visitor(WeChatGateway gateway, String persona) {
        Visitor visitor = gateway.exchange(codeOf(gateway, persona));
        secretLog.secret(visitor.openid());
        return visitor;
    }

    static Map<String, String> query(URI address) {
        Map<String, String> all = new HashMap<>();
        for (String pair : address.getRawQuery().split("&")) {
            all.put(
                    pair.substring(0, pair.indexOf('=')),
                    URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
        }
        return all;
    }

    static WeChatException fails(Reason reason, org.junit.jupiter.api.function.Executable call) {
        WeChatException failure = assertThrows(WeChatException.class, call);
        secretLog.add(failure);
        assertEquals(reason, failure.reason(), failure.getMessage());
        return failure;
    }

    @Test
    void aPlayerReturnsToTheCampaignWithACodeAndOurState() {
        URI back = weChat.signIn(gateway().signInAddress(CALLBACK, STATE), "ming");
        assertTrue(back.toString().startsWith(CALLBACK + "&code="), back::toString);
        assertEquals(STATE, query(back).get("state"));
        assertEquals("菜单", query(back).get("entry"));
    }

    @Test
    void aCallbackToAnotherHostIsRejected() {
        URI foreign = gateway().signInAddress(URI.create("https://evil.example/wechat/callback"), STATE);
        assertThrows(IllegalStateException.class, () -> weChat.signIn(foreign, "ming"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a&code=x", "a#b", "状态", "a%20"})
    void aStateWithUnsafeCharactersIsRejected(String state) {
        assertThrows(IllegalArgumentException.class, () -> gateway().signInAddress(CALLBACK, state));
    }

    @Test
    void aCodeGivesTheVisitor() {
        WeChatGateway gateway = gateway();
        Visitor ming = visitor(gateway, "ming");
        assertEquals(28, ming.openid().length());
        assertFalse(ming.snapshot());
        assertEquals(ming, visitor(gateway, "ming"));
        assertNotEquals(ming.openid(), visitor(gateway, "hong").openid());
        assertNotEquals(visitor(gateway, "new"), visitor(gateway, "new"));
    }

    @Test
    void aSnapshotPageIsReported() {
        assertTrue(visitor(gateway(), "snapshot").snapshot());
    }

    @Test
    void aUsedCodeIsDistinguishedFromAnInvalidOne() {
        WeChatGateway gateway = gateway();
        String code = codeOf(gateway, "ming");
        secretLog.secret(gateway.exchange(code).openid());
        fails(Reason.CODE_USED, () -> gateway.exchange(code));
    }

    @Test
    void aCodeUsedAtTheSameTimeOnTwoNodesIsAcceptedOnce() throws Exception {
        WeChatGateway[] nodes = {gateway(), gateway()};
        for (int round = 0; round < 30; round++) {
            String code = codeOf(nodes[0], "ming");
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<String>> outcomes = new ArrayList<>();
            for (WeChatGateway node : nodes) {
                outcomes.add(threads.submit(() -> {
                    together.await();
                    try {
                        return node.exchange(code).openid().isBlank() ? "blank" : "served";
                    } catch (WeChatException failure) {
                        secretLog.add(failure);
                        return failure.reason().name();
                    }
                }));
            }
            List<String> told = new ArrayList<>();
            for (Future<String> outcome : outcomes) {
                told.add(outcome.get(10, TimeUnit.SECONDS));
            }
            told.sort(null);
            assertEquals(List.of("CODE_USED", "served"), told);
        }
    }

    @Test
    void aCodeOlderThanFiveMinutesIsRefused() {
        WeChatGateway gateway = gateway();
        String code = codeOf(gateway, "ming");
        weChat.control(Map.of("clock", "301"));
        fails(Reason.CODE_REFUSED, () -> gateway.exchange(code));
    }

    @Test
    void aForgedCodeIsRefused() {
        fails(Reason.CODE_REFUSED, () -> gateway().exchange("021aForgedCode00000000000000000x"));
    }

    @Test
    void aMalformedCodeIsRejectedWithoutACall() {
        for (String none :
                new String[] {null, "", " ", "a b", "x&secret=y", "x\r\nHost: evil", "../x", "微信", "x".repeat(201)}) {
            fails(Reason.CODE_REFUSED, () -> gateway().exchange(none));
        }
        assertEquals(0, weChat.calls(exchangePath()));
    }

    @Test
    void aSlowAnswerWithinTheTimeoutIsUsed() {
        WeChatGateway gateway = gateway();
        String code = codeOf(gateway, "ming");
        weChat.fault(exchangePath(), "slow", 300, 1);
        assertEquals(28, secretLog.secret(gateway.exchange(code).openid()).length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow", "hang", "stall"})
    void anAnswerAfterTheTimeoutIsAbandoned(String fault) {
        WeChatGateway gateway = hurried();
        String code = codeOf(gateway, "ming");
        weChat.fault(exchangePath(), fault, 60_000, 1);
        long began = System.nanoTime();
        fails(Reason.UNAVAILABLE, () -> gateway.exchange(code));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(SHORT) >= 0 && took.compareTo(SHORT.plusMillis(1_500)) < 0, () -> "took " + took);
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "truncated", "huge", "empty_openid"})
    void aMalformedAnswerIsRejected(String fault) {
        WeChatGateway gateway = gateway();
        String code = codeOf(gateway, "ming");
        weChat.fault(exchangePath(), fault, 0, 1);
        fails(Reason.UNAVAILABLE, () -> gateway.exchange(code));
    }

    @Test
    void anUnknownErrorIsUnavailableAndItsTextIsNotLogged() {
        weChat.fault(exchangePath(), "errcode", 61_451, 1);
        WeChatGateway gateway = gateway();
        String code = codeOf(gateway, "ming");
        WeChatException failure = fails(Reason.UNAVAILABLE, () -> gateway.exchange(code));
        assertFalse(failure.getMessage().contains("as the test asked"), failure::getMessage);
    }

    @Test
    void tooManyCallsAreReportedAsLimited() {
        weChat.fault(exchangePath(), "errcode", 45_009, 1);
        WeChatGateway gateway = gateway();
        fails(Reason.LIMITED, () -> gateway.exchange(codeOf(gateway, "ming")));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 502, 503})
    void aServersErrorIsUnavailable(int status) {
        weChat.fault(exchangePath(), "status", status, 1);
        WeChatGateway gateway = gateway();
        fails(Reason.UNAVAILABLE, () -> gateway.exchange(codeOf(gateway, "ming")));
    }

    @Test
    void aRedirectIsNotFollowed() {
        weChat.fault(exchangePath(), "redirect", 0, 1);
        WeChatGateway gateway = gateway();
        fails(Reason.UNAVAILABLE, () -> gateway.exchange(codeOf(gateway, "ming")));
        assertEquals(0, weChat.calls("/cgi-bin/stable_token"));
    }

    @Test
    void anUnreachableServerIsUnavailable() {
        WeChatGateway gateway = gateway(URI.create("http://127.0.0.1:" + Ports.free()), WeChatLimits.of(1));
        fails(Reason.UNAVAILABLE, () -> gateway.exchange("aCode"));
        fails(Reason.UNAVAILABLE, () -> gateway.signature(CALLBACK));
        assertEquals(Following.UNKNOWN, gateway.following("oSomebody"));
    }

    /** The library's own message would repeat the request line, with the secret and the code in it. */
    @Test
    void aServerThatEchoesSecretsDoesNotGetThemIntoAMessage() throws Exception {
        try (ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> echoOnce(echo), threads);
            WeChatGateway gateway = gateway(URI.create("http://127.0.0.1:" + echo.getLocalPort()), WeChatLimits.of(1));
            fails(Reason.UNAVAILABLE, () -> gateway.exchange(secretLog.secret("aCodeThatIsEchoed")));
        }
    }

    private static void echoOnce(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            byte[] heard = new byte[8_192];
            int length = socket.getInputStream().read(heard);
            out.write(heard, 0, length);
        } catch (IOException closed) {
            // The client has had enough.
        }
    }

    @Test
    void theNextCodeIsAcceptedAfterAFault() {
        WeChatGateway gateway = hurried();
        weChat.fault(exchangePath(), "hang", 0, 1);
        String code = codeOf(gateway, "ming");
        fails(Reason.UNAVAILABLE, () -> gateway.exchange(code));
        assertEquals(28, visitor(gateway, "ming").openid().length());
    }

    @Test
    void followersAndOthersAreDistinguished() {
        WeChatGateway gateway = gateway();
        assertEquals(Following.YES, gateway.following(visitor(gateway, "ming").openid()));
        assertEquals(Following.NO, gateway.following(visitor(gateway, "david").openid()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slow",
                "hang",
                "stall",
                "html",
                "truncated",
                "huge",
                "empty_openid",
                "errcode",
                "status",
                "redirect"
            })
    void aFollowCheckThatFailsIsNeverANo(String fault) {
        WeChatGateway gateway = hurried();
        String follower = visitor(gateway, "ming").openid();
        weChat.fault(followingPath(), fault, fault.equals("slow") ? 60_000 : fault.equals("status") ? 500 : 61_451, 0);
        assertEquals(Following.UNKNOWN, gateway.following(follower));
    }

    @Test
    void anUnknownOpenidIsNotANoEither() {
        WeChatGateway gateway = gateway();
        for (String nobody : new String[] {"oNobodyHasThisOpenid00000000", "", "x&openid=y", null}) {
            assertEquals(Following.UNKNOWN, assertDoesNotThrow(() -> gateway.following(nobody)));
        }
    }

    @Test
    void aFailedFollowCheckLeavesOneLineWithItsReason() {
        WeChatGateway gateway = gateway();
        String follower = visitor(gateway, "ming").openid();
        weChat.fault(followingPath(), "errcode", 45_009, 0);
        int before = secretLog.lines().size();
        assertEquals(Following.UNKNOWN, gateway.following(follower));
        List<String> said = secretLog.lines().subList(before, secretLog.lines().size()).stream()
                .filter(line -> line.contains("follows"))
                .toList();
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains("LIMITED"), said::toString);
    }

    @Test
    void aYesIsCachedForFiveMinutesAndANoIsNot() {
        WeChatGateway gateway = gateway();
        String ming = visitor(gateway, "ming").openid();
        String david = visitor(gateway, "david").openid();
        assertEquals(Following.YES, gateway.following(ming));
        assertEquals(Following.YES, gateway.following(ming));
        assertEquals(1, weChat.calls(followingPath()));
        assertEquals(Following.NO, gateway.following(david));
        weChat.control(Map.of("openid", david, "follows", "true"));
        assertEquals(Following.YES, gateway.following(david), "a no is asked again");
        weChat.control(Map.of("openid", david, "follows", "false"));
        weChat.fault(followingPath(), "html", 0, 0);
        assertEquals(Following.YES, gateway.following(ming), "what is remembered needs nobody");
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        assertEquals(Following.UNKNOWN, gateway.following(ming));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://lottery.example.com/c/golden-week",
                "https://lottery.example.com/c/golden-week?from=singlemessage&isappinstalled=0",
                "https://lottery.example.com/c/%E4%B8%AD%E7%A7%8B?x=a%20b%2Bc+d"
            })
    void aPagesSignatureFitsTheExactAddress(String page) {
        PageSignature signature = gateway().signature(URI.create(page));
        assertEquals(weChat.appId(), signature.appId());
        assertTrue(accepts(page, signature));
        assertFalse(accepts(page + "&more=1", signature));
        assertTrue(Math.abs(signature.timestamp() - System.currentTimeMillis() / 1_000) < 60);
    }

    @Test
    void thePartAfterTheHashIsNotSigned() {
        assertTrue(accepts(
                "https://lottery.example.com/c/x?y=1",
                gateway().signature(URI.create("https://lottery.example.com/c/x?y=1#wheel"))));
    }

    private static boolean accepts(String page, PageSignature signature) {
        return weChat.takesSignature(
                page, signature.appId(), signature.timestamp(), signature.nonce(), signature.signature());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "html", "truncated", "errcode", "status", "empty_openid"})
    void anUnavailableSignatureThrowsWithItsReason(String fault) {
        weChat.fault(signaturePath(), fault, fault.equals("status") ? 502 : 61_451, 0);
        WeChatGateway gateway = hurried();
        fails(Reason.UNAVAILABLE, () -> gateway.signature(URI.create("https://lottery.example.com/c/x")));
    }

    @Test
    void aPageThatWasSignedBeforeNeedsNoCall() {
        WeChatGateway gateway = gateway();
        URI page = URI.create("https://lottery.example.com/c/x");
        gateway.signature(page);
        weChat.fault(signaturePath(), "html", 0, 0);
        int calls = weChat.calls(signaturePath());
        assertTrue(accepts(page.toString(), gateway.signature(page)));
        assertEquals(calls, weChat.calls(signaturePath()));
    }

    @Test
    void exchangesThatHangOccupyALimitedNumberOfThreadsAndNoLookUpWaitsForThem() throws Exception {
        WeChatGateway gateway =
                gateway(weChat.origin(), new WeChatLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 3, 1));
        String follower = visitor(gateway, "ming").openid();
        weChat.reset();
        weChat.fault(exchangePath(), "hang", 0, 3);
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            // Let go, it is UNAVAILABLE or a refused code: the JDK's client repeats a GET whose kept connection ended
            // without an answer.
            waiting.add(threads.submit(
                    () -> assertThrows(WeChatException.class, () -> gateway.exchange("aCodeThatWaits"))));
        }
        Await.until("three threads wait", LIMIT, () -> weChat.calls(exchangePath()) == 3);
        long began = System.nanoTime();
        fails(Reason.LIMITED, () -> gateway.exchange("aFourthCode"));
        assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(1), "nobody waits to be turned back");
        assertEquals(Following.YES, gateway.following(follower));
        gateway.signature(URI.create("https://lottery.example.com/c/x"));
        assertEquals(3, weChat.calls(exchangePath()));
        weChat.reset();
        for (Future<?> one : waiting) {
            one.get(10, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(28, visitor(gateway, "ming").openid().length(), "every place is free again");
        }
    }
}
