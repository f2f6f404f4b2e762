package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartnerSignerTest {
    /** Made by sha256sum and openssl from the protocol's text; a partner may hold an implementation against it. */
    @Test
    void theHeadersAreThoseOfTheProtocolsExample() {
        PartnerWeChat.Key key = new PartnerWeChat.Key("key-1", "a secret of thirty-two characters");
        Map<String, String> headers = PartnerSigner.headers(
                key,
                "/partner/api/exchange",
                "{\"ticket\":\"t-1\"}".getBytes(StandardCharsets.UTF_8),
                1_790_000_000L,
                "000102030405060708090a0b0c0d0e0f");
        assertEquals(
                Map.of(
                        "Turntable-Key",
                        "key-1",
                        "Turntable-Timestamp",
                        "1790000000",
                        "Turntable-Nonce",
                        "000102030405060708090a0b0c0d0e0f",
                        "Turntable-Signature",
                        "5147785581aeeb309365c0228e60fd2caeb399d1dfdff90edaeb352487554c60"),
                headers);
    }
}
