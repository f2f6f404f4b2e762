package org.turntable.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.stack.Await;
import org.turntable.stack.TomcatNode;

/** What pages do inside WeChat, who is shown them, the connection check, and signing a player out everywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeChatPagesIT {
    private static final String HERE = "127.0.0.1";
    private static final Map<String, String> JSON = Map.of("Accept", "application/json");

    private WeChatWorld world;

    @BeforeEach
    void whole() {
        world = WeChatWorld.whole();
    }

    @AfterEach
    void well() {
        world.weChat().reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {WeChatPhone.IPHONE, WeChatPhone.ANDROID, WeChatPhone.DESKTOP})
    void everyWeChatGetsThePage(String agent) {
        HttpResponse<String> page = world.phone().with(agent).open(world.direct().baseUrl() + WeChatWorld.PAGE);
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("id=\"turntable\""));
    }

    @Test
    void anotherBrowserIsShownHowToOpenItInWeChat() {
        for (String path : List.of(WeChatWorld.PAGE, "/sign-in?return=" + WeChatWorld.PAGE)) {
            HttpResponse<String> page = world.phone().with(WeChatPhone.OTHER).open(world.direct().baseUrl() + path);
            assertEquals(200, page.statusCode());
            assertTrue(page.body().contains("请在微信中打开") && page.body().contains("class=\"qr\""), page.body());
            assertTrue(page.body().contains(firstOrigin() + WeChatWorld.PAGE), page.body());
            assertFalse(page.body().contains("id=\"turntable\""));
        }
        assertTrue(world.phone().with(WeChatPhone.OTHER).inEnglish().open(world.direct().baseUrl() + WeChatWorld.PAGE).body()
                .contains("Please open this in WeChat"));
    }

    private String firstOrigin() {
        return world.cluster().settings().get("entry.origins").split(",")[0];
    }

    @Test
    void thePageIsSignedForWeChatsScriptByEitherWay() throws Exception {
        for (TomcatNode node : List.of(world.direct(), world.partner())) {
            String page = node.baseUrl() + WeChatWorld.PAGE + "?from=share&a=%E4%B8%AD";
            HttpResponse<String> answer = signature(node, page);
            assertEquals(200, answer.statusCode(), answer.body());
            JsonNode signed = new ObjectMapper().readTree(answer.body());
            assertTrue(world.weChat().takesSignature(page, signed.path("appId").asText(), signed.path("timestamp").asLong(), signed.path("nonceStr").asText(),
                    signed.path("signature").asText()), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "http://evil.example/", "http://127.0.0.1/", "{own}.evil.example/", "{own}@evil.example/", "{own}/#part", "{own}/ x", "https{own}/",
        "javascript:alert(1)"})
    void noForeignPageIsSigned(String page) {
        String own = world.direct().baseUrl();
        assertEquals(400, signature(world.direct(), page.replace("{own}", own)).statusCode());
        assertEquals(0, world.weChat().calls("/cgi-bin/ticket/getticket"));
    }

    @Test
    void aSignatureThatIsNotToBeHadIsBusyAndTheWheelTurnsOn() {
        world.weChat().fault("/cgi-bin/stable_token", "errcode", 45009, 0);
        world.weChat().fault("/cgi-bin/ticket/getticket", "errcode", 45009, 0);
        // A node may hold a ticket from before; the third node asks the partner.
        world.weChat().fault("/partner/api/signature", "html", 0, 0);
        HttpResponse<String> answer = signature(world.partner(), world.partner().baseUrl() + "/c/x?" + System.nanoTime());
        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains("\"status\":\"busy\""), answer.body());
    }

    private HttpResponse<String> signature(TomcatNode node, String page) {
        return world.phone().open(node.baseUrl() + "/wechat/signature?url=" + URLEncoder.encode(page, StandardCharsets.UTF_8), JSON);
    }

    /** That night, followers were sent away because a check failed. */
    @Test
    void aFollowCheckThatFailsIsNeverANo() {
        WeChatPhone follower = signedIn(world.direct(), "hong");
        assertEquals("{\"following\":\"yes\"}", following(follower));
        assertEquals("{\"following\":\"no\"}", following(signedIn(world.direct(), "david")));
        for (List<?> fault : List.of(List.of("html", 0), List.of("errcode", 45009), List.of("errcode", 987654), List.of("hang", 0))) {
            world.weChat().reset();
            world.weChat().fault("/cgi-bin/user/info", fault.get(0).toString(), (Integer) fault.get(1), 0);
            WeChatPhone somebody = signedIn(world.direct(), "somebody-" + System.nanoTime());
            assertEquals("{\"following\":\"unknown\"}", following(somebody), fault.toString());
            assertTrue(somebody.open(world.direct().baseUrl() + WeChatWorld.PAGE).body().contains("name=\"csrf\""), "the wheel cannot be turned");
        }
        assertEquals("{\"following\":\"unknown\"}", following(world.phone()), "nobody is signed in");
    }

    private String following(WeChatPhone phone) {
        return phone.open(world.direct().baseUrl() + "/wechat/following", JSON).body();
    }

    @Test
    void theConnectionCheckTellsHowTheRequestArrivedAndItsCodeIsInTheLog() {
        long since = WeChatWorld.logOf(world.direct()).length();
        HttpResponse<String> answer = world.phone().inEnglish().open(world.direct().baseUrl() + "/diag");
        assertEquals(200, answer.statusCode());
        String code = answer.body().replaceAll("(?s).*id=\"diag-code\"><span>[^<]*</span><strong>([^<]+)</strong>.*", "$1");
        assertTrue(code.matches("[A-Z2-9]{6}"), code);
        String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
        for (String told : List.of(id, "127.0.0.1:" + world.direct().port(), "MicroMessenger/8.0.49", "8.0.49")) {
            assertTrue(answer.body().contains(told), told + " is not on the page");
        }
        Await.until("the code is in the log", Duration.ofSeconds(5), () -> WeChatWorld.logOf(world.direct()).substring((int) since).lines()
                .anyMatch(line -> line.contains("diag " + code) && line.contains(id)));
        for (String secret : List.of(world.weChat().appSecret(), world.cluster().settings().get("identity.secret"),
                world.cluster().settings().get("database.password"), "tt_id", "JSESSIONID")) {
            assertFalse(answer.body().contains(secret), "a secret stands on the page");
        }
        assertTrue(world.phone().open(world.direct().baseUrl() + "/diag").body().contains("连接诊断"));
    }

    @Test
    void theConnectionCheckIsNotForEverybodyAllTheTime() {
        HttpResponse<String> last = null;
        for (int i = 0; i < 200 && (last == null || last.statusCode() == 200); i++) {
            last = world.phone().open(world.partner().baseUrl() + "/diag");
        }
        assertEquals(429, last.statusCode());
        assertTrue(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()) >= 1);
        assertTrue(last.body().contains("<h1>"), "a page, and in words");
    }

    /** Without a look-up for any request, and by the third second on every node; MariaDB away changes nothing. */
    @Test
    void aPlayerWhoIsSignedOutEverywhereIsNobodyOnEveryNodeWithinThreeSeconds() {
        WeChatPhone phone = signedIn(world.direct(), "somebody-" + System.nanoTime());
        WeChatPhone other = signedIn(world.direct(), "ming");
        String player = phone.cookies(HERE).get("tt_id").split("\\.")[1];
        for (TomcatNode node : world.cluster().nodes()) {
            assertTrue(isSignedIn(phone, node));
        }
        world.cluster().ops("player", "sign-out", player, "--by", "Wang", "--reason", "a stolen phone");
        Await.until("the player is nobody on every node", Duration.ofSeconds(3),
                () -> world.cluster().nodes().stream().noneMatch(node -> isSignedIn(phone, node)));
        assertTrue(isSignedIn(other, world.direct()), "somebody else was signed out");
        assertEquals("Wang|a stolen phone", world.cluster().pair().primary()
                .ask("SELECT CONCAT(by_whom, '|', reason) FROM turntable.identity_revocation ORDER BY id DESC LIMIT 1"));

        world.cluster().pair().primary().freeze();
        try {
            for (long end = System.nanoTime() + Duration.ofSeconds(3).toNanos(); System.nanoTime() < end;) {
                assertFalse(isSignedIn(phone, world.direct()), "the last list stays");
                assertTrue(isSignedIn(other, world.direct()), "nobody else is signed out");
            }
        } finally {
            world.cluster().pair().primary().thaw();
        }
    }

    private static boolean isSignedIn(WeChatPhone phone, TomcatNode node) {
        return phone.open(node.baseUrl() + WeChatWorld.PAGE).body().contains("name=\"csrf\"");
    }

    private WeChatPhone signedIn(TomcatNode node, String persona) {
        WeChatPhone phone = world.phone();
        phone.follow(node.baseUrl() + "/sign-in?return=" + WeChatWorld.PAGE, persona);
        assertTrue(phone.isSignedIn(HERE));
        return phone;
    }
}
