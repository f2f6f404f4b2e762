package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.wechat.PartnerWeChat.Key;
import org.turntable.wechat.PartnerWeChat.Partner;
import org.turntable.wechat.WeChatException.Reason;
import org.turntable.wechat.WeChatGateway.Following;

/** The partner who keeps the secret, against the stand-in, which was written from the protocol's text. */
class PartnerWeChatIT extends WeChatGatewayContract {
    @Override
    WeChatGateway gateway(URI origin, WeChatLimits limits) {
        return gateway(origin, limits, RANDOM, keys().subList(0, 1));
    }

    private WeChatGateway gateway(URI origin, WeChatLimits limits, RandomGenerator random, List<Key> keys) {
        return new PartnerWeChat(new Partner(origin, keys), limits, clock, nanos::get, random);
    }

    private WeChatGateway gatewayWith(Key... keys) {
        return gateway(weChat.origin(), WeChatLimits.of(4), RANDOM, List.of(keys));
    }

    private static List<Key> keys() {
        return Stream.of("key-1", "key-2")
                .map(id -> new Key(id, weChat.partnerKeys().get(id)))
                .toList();
    }

    @Override
    String exchangePath() {
        return "/partner/api/exchange";
    }

    @Override
    String followingPath() {
        return "/partner/api/following";
    }

    @Override
    String signaturePath() {
        return "/partner/api/signature";
    }

    @ParameterizedTest
    @ValueSource(longs = {600, -600})
    void aPartnersClockTenMinutesOffIsReportedWithTheDifference(long off) {
        weChat.control(Map.of("partner-clock", Long.toString(off)));
        WeChatGateway gateway = gateway();
        WeChatException failure = fails(Reason.MISCONFIGURED, () -> gateway.exchange(codeOf(gateway, "ming")));
        String told = ".*the partner's clock is (59\\d|60\\d) s " + (off > 0 ? "ahead of" : "behind") + " ours.*";
        assertTrue(failure.getMessage().matches(told), failure::getMessage);
        assertEquals(Following.UNKNOWN, gateway.following("oSomebody"));
    }

    @Test
    void aPartnersClockFourMinutesOffIsAccepted() {
        weChat.control(Map.of("partner-clock", "240"));
        assertEquals(28, visitor(gateway(), "ming").openid().length());
    }

    @Test
    void ourClockTenMinutesOffIsRejected() {
        clock = () -> Instant.now().plusSeconds(600);
        fails(Reason.MISCONFIGURED, () -> gateway().exchange("aTicket"));
    }

    @Test
    void aReplayedCallIsRejected() throws Exception {
        byte[] body = "{\"openid\":\"oSomebody\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = signed(body);
        assertTrue(post(followingPath(), body, headers).contains("OPENID_REFUSED"), "the first is looked at");
        assertTrue(post(followingPath(), body, headers).contains("REPLAYED"));
    }

    @Test
    void aRepeatedNonceFailsWithItsOwnReason() {
        WeChatGateway stuck = gateway(
                weChat.origin(),
                WeChatLimits.of(1),
                new Random(7) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void nextBytes(byte[] bytes) {
                        Arrays.fill(bytes, (byte) 7);
                    }
                },
                keys().subList(1, 2));
        visitor(stuck, "ming");
        fails(Reason.UNAVAILABLE, () -> stuck.exchange(codeOf(stuck, "ming")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"body", "path", "timestamp", "nonce", "key"})
    void aModifiedCallIsRejected(String part) throws Exception {
        byte[] body = "{\"openid\":\"oSomebody\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>(signed(body));
        String path = followingPath();
        switch (part) {
            case "body" -> body = "{\"openid\":\"oSomebodyElse\"}".getBytes(StandardCharsets.UTF_8);
            case "path" -> path = exchangePath();
            case "timestamp" ->
                headers.merge("Turntable-Timestamp", "", (old, none) -> Long.toString(Long.parseLong(old) + 1));
            case "nonce" -> headers.put("Turntable-Nonce", WeChatText.nonce(RANDOM));
            default -> headers.put("Turntable-Key", "key-2");
        }
        assertTrue(post(path, body, headers).contains("BAD_SIGNATURE"));
    }

    @Test
    void aRemovedKeyIsReplacedByTheOtherWithoutAFailure() {
        WeChatGateway gateway = gatewayWith(keys().get(0), keys().get(1));
        visitor(gateway, "ming");
        assertEquals(1, weChat.calls(exchangePath()));
        weChat.control(Map.of("retire", "key-1"));
        visitor(gateway, "ming");
        assertEquals(3, weChat.calls(exchangePath()), "once with the old key, once with the new one");
        visitor(gateway, "ming");
        assertEquals(4, weChat.calls(exchangePath()), "from now on with the new one at once");
    }

    @Test
    void anOldKeyAfterTheRotationIsReportedAsMisconfigured() {
        weChat.control(Map.of("retire", "key-1"));
        WeChatGateway gateway = gatewayWith(keys().get(0));
        fails(Reason.MISCONFIGURED, () -> gateway.exchange(codeOf(gateway, "ming")));
    }

    @Test
    void whenBothKeysAreUnknownItIsReportedAfterTwoCalls() {
        weChat.control(Map.of("retire", "key-1"));
        weChat.control(Map.of("retire", "key-2"));
        WeChatGateway gateway = gatewayWith(keys().get(0), keys().get(1));
        fails(Reason.MISCONFIGURED, () -> gateway.exchange(codeOf(gateway, "ming")));
        assertEquals(2, weChat.calls(exchangePath()));
    }

    @Test
    void aWrongSecretIsReportedAsMisconfigured() {
        WeChatGateway gateway = gatewayWith(new Key("key-1", secretLog.secret("not-the-secret-that-they-have-0123")));
        fails(Reason.MISCONFIGURED, () -> gateway.exchange(codeOf(gateway, "ming")));
    }

    @Test
    void aPageOfAnotherHostIsNotSigned() {
        fails(Reason.MISCONFIGURED, () -> gateway().signature(URI.create("https://evil.example/c/x")));
    }

    @Test
    void aPagesSignatureIsRequestedAgainAfterFiveMinutes() {
        WeChatGateway gateway = gateway();
        URI page = URI.create("https://lottery.example.com/c/x");
        gateway.signature(page);
        gateway.signature(page);
        assertEquals(1, weChat.calls(signaturePath()));
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        gateway.signature(page);
        assertEquals(2, weChat.calls(signaturePath()));
    }

    @Test
    void aKeysTextHidesItsSecret() {
        Key key = new Key("key-1", "s3cret");
        assertFalse((key + new Partner(URI.create("http://x"), List.of(key)).toString()).contains("s3cret"));
    }

    private Map<String, String> signed(byte[] body) {
        return PartnerSigner.headers(
                keys().get(0), followingPath(), body, Instant.now().getEpochSecond(), WeChatText.nonce(RANDOM));
    }

    private static String post(String path, byte[] body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(weChat.origin().resolve(path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
