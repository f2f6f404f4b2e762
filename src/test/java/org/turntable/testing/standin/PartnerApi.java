package org.turntable.testing.standin;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The API of the partner for the same account, implemented from its description in package {@code org.turntable.wechat}
 * only.
 */
final class PartnerApi {
    private static final long WINDOW_SECONDS = 300;

    private final StandInSettings settings;
    private final Account account;
    private final PageSigner signer;
    private final StandInClock clock;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Set<String> retired = ConcurrentHashMap.newKeySet();

    PartnerApi(StandInSettings settings, Account account, PageSigner signer, StandInClock clock) {
        this.settings = settings;
        this.account = account;
        this.signer = signer;
        this.clock = clock;
    }

    /** From now on calls with this key are refused. */
    void retire(String keyId) {
        retired.add(keyId);
    }

    /** All keys are valid again. */
    void restoreKeys() {
        retired.clear();
    }

    /** {@code POST /partner/api/exchange}: a one-time ticket for an openid. */
    void exchange(Call call) throws IOException {
        if (isOurs(call)) {
            Account.Redeemed redeemed =
                    account.redeem(call.json().path("ticket").asText());
            switch (redeemed.standing()) {
                case GOOD ->
                    call.json(
                            200,
                            Map.of(
                                    "openid",
                                    redeemed.persona().openid(),
                                    "snapshot",
                                    redeemed.persona().snapshot()));
                case USED -> error(call, 400, "TICKET_USED");
                default -> error(call, 400, "TICKET_REFUSED");
            }
        }
    }

    /** {@code POST /partner/api/following}. */
    void following(Call call) throws IOException {
        if (isOurs(call)) {
            Optional<Boolean> follows =
                    account.follows(call.json().path("openid").asText());
            if (follows.isEmpty()) {
                error(call, 400, "OPENID_REFUSED");
            } else {
                call.json(200, Map.of("following", follows.get() ? 1 : 0));
            }
        }
    }

    /** {@code POST /partner/api/signature}. */
    void signature(Call call) throws IOException {
        if (isOurs(call)) {
            String url = call.json().path("url").asText();
            if (!settings.isCallbackDomain(hostOf(url))) {
                error(call, 400, "URL_REFUSED");
            } else {
                String nonce = RandomText.of(16);
                call.json(
                        200,
                        Map.of(
                                "appId",
                                settings.appId(),
                                "timestamp",
                                clock.seconds(),
                                "nonce",
                                nonce,
                                "signature",
                                signer.signature(url, clock.seconds(), nonce)));
            }
        }
    }

    private static String hostOf(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /** Whether a call is signed with one of our keys; answers one that is not. */
    boolean isOurs(Call call) throws IOException {
        String keyId = call.header("Turntable-Key");
        String secret = settings.partnerKeys().get(keyId);
        if (secret == null || retired.contains(keyId)) {
            error(call, 401, "UNKNOWN_KEY");
            return false;
        }
        String timestamp = call.header("Turntable-Timestamp");
        String nonce = call.header("Turntable-Nonce");
        String signed =
                String.join("\n", call.method(), call.path(), RandomText.hex("SHA-256", call.body()), timestamp, nonce);
        if (!timestamp.matches("[0-9]{1,12}")
                || nonce.length() < 16
                || !isSame(hmac(secret, signed), call.header("Turntable-Signature"))) {
            error(call, 401, "BAD_SIGNATURE");
        } else if (Math.abs(Long.parseLong(timestamp) - clock.seconds()) > WINDOW_SECONDS) {
            call.json(401, Map.of("error", "CLOCK", "now", clock.seconds()));
        } else if (!nonces.add(keyId + " " + nonce)) {
            error(call, 401, "REPLAYED");
        } else {
            return true;
        }
        return false;
    }

    private static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void error(Call call, int status, String code) throws IOException {
        call.json(status, Map.of("error", code));
    }
}
