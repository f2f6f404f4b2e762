package org.turntable.promises.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.testing.browser.WeChatPhone;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SharedWeChatCluster;

/**
 * Whatever WeChat, or the partner, answers: a friendly page within seconds, one line of the log with the reason, nobody
 * signed in and no session fixed or taken over. And the pages do not wait for WeChat.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeChatFaultsIT {
    private static final String HERE = "127.0.0.1";
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(8);
    private static final String EXCHANGE = "/sns/oauth2/access_token";
    private static final String PARTNER_EXCHANGE = "/partner/api/exchange";

    private SharedWeChatCluster system;

    @BeforeEach
    void whole() {
        system = SharedWeChatCluster.whole();
    }

    @AfterEach
    void well() {
        system.weChat().reset();
    }

    @ParameterizedTest
    @CsvSource({
        "hang, 0, UNAVAILABLE",
        "stall, 0, UNAVAILABLE",
        "slow, 9000, UNAVAILABLE",
        "html, 0, UNAVAILABLE",
        "truncated, 0, UNAVAILABLE",
        "huge, 0, UNAVAILABLE",
        "status, 500, UNAVAILABLE",
        "redirect, 0, UNAVAILABLE",
        "errcode, 987654, UNAVAILABLE",
        "errcode, -1, UNAVAILABLE",
        "empty_openid, 0, UNAVAILABLE",
        "errcode, 45009, LIMITED",
        "errcode, 45011, LIMITED",
        "errcode, 40001, MISCONFIGURED",
        "errcode, 40125, MISCONFIGURED"
    })
    void whateverWeChatAnswersIsAFriendlyPage(String fault, int value, String reason) {
        away(system.direct(), EXCHANGE, fault, value, reason);
    }

    @ParameterizedTest
    @CsvSource({"hang, 0", "html, 0", "truncated, 0", "status, 502", "empty_openid, 0"})
    void whateverThePartnerAnswersIsAFriendlyPage(String fault, int value) {
        away(system.partner(), PARTNER_EXCHANGE, fault, value, "UNAVAILABLE");
    }

    /** Ten minutes either way: nothing is signed in, and the log says which clock to set. */
    @ParameterizedTest
    @CsvSource({"600, ahead of", "-600, behind"})
    void aPartnerWhoseClockIsOffIsNamedInTheLog(int seconds, String word) {
        system.weChat().control(Map.of("partner-clock", Integer.toString(seconds)));
        String line = refused(system.partner(), "MISCONFIGURED", 503);
        assertTrue(line.contains("clock") && line.contains(word), line);
    }

    private void away(TomcatNode node, String path, String fault, int value, String reason) {
        system.weChat().fault(path, fault, value, 0);
        refused(node, reason, 503);
    }

    /** Comes back from WeChat to a node; answers the one line of its log. */
    private String refused(TomcatNode node, String reason, int status) {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(node.baseUrl(), SharedWeChatCluster.PAGE, "ming");
        Map<String, String> before = Map.copyOf(phone.cookies(HERE));
        long since = SharedWeChatCluster.logOf(node).length();
        long from = System.nanoTime();
        HttpResponse<String> answer = phone.open(callback);
        long took = System.nanoTime() - from;

        assertEquals(status, answer.statusCode());
        assertTrue(took < ANSWERED_WITHIN.toNanos(), "answered after " + took / 1_000_000 + " ms");
        WeChatSignInIT.assertFriendly(answer);
        assertFalse(phone.isSignedIn(HERE));
        assertEquals(before, phone.cookies(HERE), "cookies were changed");
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());

        List<String> lines = SharedWeChatCluster.signInLines(node, since);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).contains("sign-in away: " + reason), lines.get(0));
        assertTrue(
                lines.get(0)
                        .contains("\"requestId\":\""
                                + answer.headers().firstValue("X-Request-Id").orElseThrow()),
                lines.get(0));
        // Neither what the player brought nor what we hold.
        String code = callback.replaceAll(".*[?&]code=([^&]*).*", "$1");
        String log = SharedWeChatCluster.logOf(node).substring((int) since);
        for (String secret : List.of(
                code,
                callback.replaceAll(".*[?&]state=([^&]*).*", "$1"),
                system.weChat().appSecret())) {
            assertFalse(log.contains(secret), "a secret stands in the log");
        }
        return lines.get(0);
    }

    /** The code was not spent, and the state neither: the same callback serves when WeChat is back. */
    @Test
    void aCallbackThatWeChatDidNotAnswerServesLater() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        system.weChat().fault(EXCHANGE, "status", 502, 1);
        assertEquals(503, phone.open(callback).statusCode());
        assertEquals(302, phone.open(callback).statusCode());
        assertTrue(phone.isSignedIn(HERE));
    }

    @Test
    void aCodeThatIsNoneIsRefusedKindly() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming")
                .replaceAll("code=[^&]*", "code=0000000000000000");
        long since = SharedWeChatCluster.logOf(system.direct()).length();
        HttpResponse<String> answer = phone.open(callback);
        assertEquals(400, answer.statusCode());
        WeChatSignInIT.assertFriendly(answer);
        assertTrue(
                SharedWeChatCluster.signInLines(system.direct(), since).get(0).contains("sign-in code_refused"));
        assertFalse(phone.isSignedIn(HERE));
    }

    @Test
    void pagesAreRenderedWhileWeChatIsSuspended() {
        WeChatPhone signedIn = system.phone();
        signedIn.follow(system.direct().baseUrl() + "/sign-in?return=/", "ming");
        system.weChat().suspend();
        try {
            for (WeChatPhone phone : List.of(system.phone(), signedIn)) {
                for (String path : List.of(SharedWeChatCluster.PAGE, SharedWeChatCluster.PAGE + "/rules", "/diag")) {
                    long from = System.nanoTime();
                    assertEquals(
                            200, phone.open(system.direct().baseUrl() + path).statusCode(), path);
                    assertTrue(System.nanoTime() - from < Duration.ofSeconds(3).toNanos(), path + " waited");
                }
            }
            // Nor does being sent there: the address is made from settings alone.
            assertEquals(
                    302,
                    system.phone()
                            .open(system.direct().baseUrl() + "/sign-in?return=/")
                            .statusCode());
        } finally {
            system.weChat().resume();
        }
    }

    /**
     * The Redis for sessions away in the middle of a sign-in: the state cannot be checked, so nobody is signed in; one
     * tap begins anew.
     */
    @Test
    void withoutTheRedisForSessionsACallbackSignsNoPlayerInAndOffersAnotherTry() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        system.cluster().sessions().suspend();
        try {
            HttpResponse<String> answer = phone.open(callback);
            assertEquals(503, answer.statusCode());
            WeChatSignInIT.assertFriendly(answer);
            assertTrue(answer.body().contains("return=%2Fc%2Fin-wechat"), answer.body());
            assertFalse(answer.body().contains("code="), answer.body());
            assertFalse(phone.isSignedIn(HERE));
        } finally {
            system.cluster().sessions().resume();
        }
    }
}
