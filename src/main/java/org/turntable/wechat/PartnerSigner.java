package org.turntable.wechat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs calls to the partner; the signature is defined in this package's description. */
final class PartnerSigner {
    private static final String ALGORITHM = "HmacSHA256";

    private PartnerSigner() {}

    /**
     * The four headers of a POST.
     *
     * @param path as in the request line
     * @param timestamp seconds since 1970
     * @param nonce unique for each call
     */
    static Map<String, String> headers(PartnerWeChat.Key key, String path, byte[] body, long timestamp, String nonce) {
        try {
            String bodyHash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            String signed = "POST\n" + path + "\n" + bodyHash + "\n" + timestamp + "\n" + nonce;
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Map.of(
                    "Turntable-Key",
                    key.id(),
                    "Turntable-Timestamp",
                    Long.toString(timestamp),
                    "Turntable-Nonce",
                    nonce,
                    "Turntable-Signature",
                    HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256 and " + ALGORITHM, impossible);
        }
    }
}
