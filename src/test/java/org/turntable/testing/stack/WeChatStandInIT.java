package org.turntable.testing.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in answers as WeChat does; tested without our own clients. */
class WeChatStandInIT {
    private static final String BACK = "http://127.0.0.1:8080/wechat/callback?from=menu";
    private static WeChatStandIn weChat;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        weChat = WeChatStandIn.alone("lottery.example.com").start();
    }

    @AfterAll
    static void stop() {
        weChat.close();
    }

    @BeforeEach
    void reset() {
        weChat.reset();
    }

    @Test
    void aPlayerIsPickedOnAPageInTheBrowsersLanguage() throws Exception {
        String english = get(authorize(BACK), "en-US").body();
        assertTrue(
                english.contains("Who are you?") && english.contains("Ming") && english.contains("127.0.0.1"), english);
        String chinese = get(authorize(BACK), "zh-CN,zh;q=0.9").body();
        assertTrue(chinese.contains("选择玩家") && chinese.contains("小明"), chinese);
        // Each link of the page keeps all parameters.
        String link = english.replaceAll("(?s).*?<a href=\"([^\"]+persona=david)\".*", "$1")
                .replace("&amp;", "&");
        URI back = URI.create(get(weChat.origin() + "/connect/oauth2/authorize" + link, "en")
                .headers()
                .firstValue("Location")
                .orElseThrow());
        assertTrue(back.toString().startsWith(BACK + "&code="), back::toString);
        assertTrue(back.getQuery().endsWith("&state=s.t-a_te"), back::toString);
    }

    @Test
    void aReturnAddressOutsideTheCallbackDomainsIsRefusedOnThePage() throws Exception {
        for (String foreign : new String[] {
            "https://evil.example/x",
            "javascript:alert(1)",
            "//evil.example",
            "https://127.0.0.1@evil.example/",
            "https://127.0.0.1.evil.example/",
            ""
        }) {
            HttpResponse<String> answer = get(authorize(foreign) + "&persona=ming", "en");
            assertTrue(answer.body().contains("10003"), () -> foreign + ": " + answer.body());
            assertTrue(answer.headers().firstValue("Location").isEmpty(), foreign);
        }
        assertTrue(get(authorize("https://lottery.example.com/x").replace("snsapi_base", "snsapi_all"), "en")
                .body()
                .contains("10005"));
        assertTrue(get(authorize(BACK).replace("s.t-a_te", "%3Cscript%3E"), "en")
                .body()
                .contains("10009"));
    }

    @Test
    void aCodeIsValidOnceAndForFiveMinutes() throws Exception {
        String code = code("ming");
        JsonNode first = exchange(code);
        assertEquals(28, first.path("openid").asText().length(), first::toString);
        assertEquals(40163, exchange(code).path("errcode").asInt());
        assertEquals(first.path("openid"), exchange(code("ming")).path("openid"), "one person, one openid");
        assertNotEquals(
                exchange(code("new")).path("openid"), exchange(code("new")).path("openid"));
        assertEquals(1, exchange(code("snapshot")).path("is_snapshotuser").asInt());
        String late = code("ming");
        weChat.control(Map.of("clock", "301"));
        assertEquals(42003, exchange(late).path("errcode").asInt());
        assertEquals(40029, exchange("nobody-gave-this-out").path("errcode").asInt());
    }

    @Test
    void aStableTokenStaysTheSameUntilFiveMinutesBeforeItsEnd() throws Exception {
        String token = stableToken();
        weChat.control(Map.of("clock", "6000"));
        assertEquals(token, stableToken());
        weChat.control(Map.of("clock", "6901"));
        String next = stableToken();
        assertNotEquals(token, next);
        assertEquals(40003, userInfo(token), "both are good for five minutes");
        weChat.control(Map.of("clock", "7201"));
        assertEquals(42001, userInfo(token));
        weChat.control(Map.of("invalidate", "token"));
        assertEquals(40001, userInfo(next));
        assertNotEquals(next, stableToken());
    }

    @Test
    void faultsOccurAsOftenAsRequestedAndCallsAreCounted() throws Exception {
        weChat.fault("/cgi-bin/user/info", "errcode", 45009, 2);
        assertEquals(45009, userInfo("x"));
        assertEquals(45009, userInfo("x"));
        assertEquals(40001, userInfo("x"));
        assertEquals(3, weChat.calls("/cgi-bin/user/info"));
        weChat.fault("/cgi-bin/user/info", "html", 0, 0);
        assertTrue(get(weChat.origin() + "/cgi-bin/user/info", "en").body().startsWith("<!doctype html>"));
        weChat.reset();
        assertEquals(0, weChat.calls("/cgi-bin/user/info"));
        assertEquals(40001, userInfo("x"));
    }

    @Test
    void aWrongSecretIsRejected() throws Exception {
        assertEquals(
                40125,
                json(get(
                                weChat.origin() + "/sns/oauth2/access_token?appid=" + weChat.appId()
                                        + "&secret=wrong&code=x&grant_type=authorization_code",
                                "en"))
                        .path("errcode")
                        .asInt());
        HttpResponse<String> unsigned = http.send(
                HttpRequest.newBuilder(weChat.origin().resolve("/partner/api/exchange"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(401, unsigned.statusCode());
        assertFalse(json(unsigned).path("error").asText().isEmpty());
    }

    private String authorize(String back) {
        return weChat.origin() + "/connect/oauth2/authorize?appid=" + weChat.appId() + "&redirect_uri="
                + URLEncoder.encode(back, StandardCharsets.UTF_8)
                + "&response_type=code&scope=snsapi_base&state=s.t-a_te";
    }

    private String code(String persona) {
        return weChat.signIn(URI.create(authorize(BACK) + "#wechat_redirect"), persona)
                .getQuery()
                .replaceAll(".*&code=([^&]+)&.*", "$1");
    }

    private JsonNode exchange(String code) throws Exception {
        return json(get(
                weChat.origin() + "/sns/oauth2/access_token?appid=" + weChat.appId() + "&secret=" + weChat.appSecret()
                        + "&code=" + code + "&grant_type=authorization_code",
                "en"));
    }

    private String stableToken() throws Exception {
        String body = "{\"grant_type\":\"client_credential\",\"appid\":\"" + weChat.appId() + "\",\"secret\":\""
                + weChat.appSecret() + "\"}";
        return json(http.send(
                        HttpRequest.newBuilder(weChat.origin().resolve("/cgi-bin/stable_token"))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .path("access_token")
                .asText();
    }

    private int userInfo(String token) throws Exception {
        return json(get(weChat.origin() + "/cgi-bin/user/info?openid=oNobody&access_token=" + token, "en"))
                .path("errcode")
                .asInt();
    }

    private HttpResponse<String> get(String address, String language) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Accept-Language", language)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
