package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.claim.redpacket.RedPacketGateway.Answer;
import org.turntable.claim.redpacket.RedPacketGateway.Payment;
import org.turntable.testing.stack.WeChatStandIn;
import org.turntable.wechat.PartnerWeChat.Key;
import org.turntable.wechat.PartnerWeChat.Partner;

/** Red packets against the partner's stand-in: what is certain, and what is not. */
class PartnerRedPacketsIT {
    private static final String PAY = "/partner/api/red-packet";
    private static final String STANDING = "/partner/api/red-packet/standing";
    private static WeChatStandIn weChat;
    private static SecretLog secretLog;
    private static String openid;
    private static int keys;

    private final String key = "7.AAAAAQAAAAAAAAAAAAAAAA." + ++keys;

    @BeforeAll
    static void start() {
        weChat = WeChatStandIn.alone().start();
        secretLog = new SecretLog();
        weChat.partnerKeys().values().forEach(secretLog::secret);
        PartnerWeChat gateway =
                new PartnerWeChat(partner(1), WeChatLimits.of(2), Instant::now, System::nanoTime, new SecureRandom());
        URI back = weChat.signIn(
                gateway.signInAddress(URI.create("http://127.0.0.1:8080/wechat/callback"), "v1.x"), "ming");
        openid = secretLog.secret(gateway.exchange(back.getQuery().replaceAll(".*code=([^&]+).*", "$1"))
                .openid());
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
        secretLog.check();
    }

    @Test
    void aRedPacketIsPaidOnceForItsKey() {
        assertEquals(new Answer.NotPaid("NONE", false), packets().query(key));
        Answer first = packets().pay(payment(8_800));
        assertInstanceOf(Answer.Paid.class, first);
        assertEquals(first, packets().pay(payment(8_800)));
        assertEquals(first, packets().query(key));
        assertEquals(1, weChat.payments().get(key));
    }

    @Test
    void theSameKeyWithAnotherAmountIsAPermanentFailure() {
        packets().pay(payment(8_800));
        assertEquals(new Answer.NotPaid("KEY_REUSED", true), packets().pay(payment(8_801)));
    }

    @Test
    void anEmptyAccountIsRetriedAndAWrongOpenidOrAmountIsNot() {
        weChat.control(Map.of("balance", "100"));
        assertEquals(new Answer.NotPaid("BALANCE", false), packets().pay(payment(8_800)));
        assertEquals(new Answer.NotPaid("OPENID_REFUSED", true), packets().pay(new Payment(key, "oNobody", 100)));
        assertEquals(new Answer.NotPaid("AMOUNT_REFUSED", true), packets().pay(payment(99)));
        assertFalse(weChat.payments().containsKey(key));
    }

    @Test
    void aPaymentWithALostAnswerIsUnknownUntilItIsQueried() {
        weChat.fault(PAY, "silent", 0, 1);
        assertEquals(new Answer.Unknown("NO_ANSWER"), packets().pay(payment(8_800)));
        assertInstanceOf(Answer.Paid.class, packets().query(key));
        assertEquals(1, weChat.payments().get(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "stall", "html", "truncated", "huge", "redirect"})
    void anAnswerOutsideTheProtocolIsUnknown(String fault) {
        weChat.fault(PAY, fault, 0, 0);
        assertInstanceOf(Answer.Unknown.class, packets().pay(payment(8_800)));
        weChat.fault(STANDING, fault, 0, 0);
        assertInstanceOf(Answer.Unknown.class, packets().query(key));
    }

    @ParameterizedTest
    @CsvSource({"status, 500", "status, 502", "status, 503", "errcode, 1"})
    void anUnknownErrorCodeIsUnknown(String fault, int value) {
        weChat.fault(PAY, fault, value, 0);
        assertInstanceOf(Answer.Unknown.class, packets().pay(payment(8_800)));
    }

    @Test
    void aRefusedQueryLeavesThePaymentUnknown() {
        packets().pay(payment(8_800));
        weChat.fault(STANDING, "errcode", 45_009, 1);
        assertEquals(new Answer.Unknown("LIMITED"), packets().query(key));
    }

    @Test
    void keysAreRotatedWithoutALostOrDoublePayment() {
        PartnerRedPackets both = packets(2);
        both.pay(payment(8_800));
        weChat.control(Map.of("retire", "key-1"));
        assertInstanceOf(Answer.Paid.class, both.pay(payment(8_800)));
        assertEquals(new Answer.NotPaid("UNKNOWN_KEY", false), packets(1).pay(payment(8_800)));
        assertEquals(1, weChat.payments().get(key));
    }

    @Test
    void theTextOfAPaymentDoesNotContainTheOpenid() {
        assertFalse(payment(8_800).toString().contains(openid));
    }

    private Payment payment(int fen) {
        return new Payment(key, openid, fen);
    }

    private static PartnerRedPackets packets() {
        return packets(1);
    }

    private static PartnerRedPackets packets(int keys) {
        return new PartnerRedPackets(
                partner(keys),
                new WeChatLimits(Duration.ofMillis(500), Duration.ofMillis(700), 1, 1),
                Instant::now,
                new SecureRandom());
    }

    private static Partner partner(int keys) {
        return new Partner(
                weChat.origin(),
                List.of("key-1", "key-2").subList(0, keys).stream()
                        .map(id -> new Key(id, weChat.partnerKeys().get(id)))
                        .toList());
    }
}
