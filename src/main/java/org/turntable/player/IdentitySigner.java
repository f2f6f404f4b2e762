package org.turntable.player;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and reads the identity cookie, derives player ids, and makes the CSRF token that belongs to an identity; all by
 * HMAC-SHA-256 under keys of their own, each derived from the one secret, so that no output of one use serves another.
 */
public final class IdentitySigner {
    private static final String VERSION = "1";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final ThreadLocal<Mac> cookieMac;
    private final ThreadLocal<Mac> csrfMac;
    private final ThreadLocal<Mac> playerMac;
    private final Duration lifetime;

    /**
     * @param secret   32 characters or more, the same on every node
     * @param lifetime how long a cookie is believed
     */
    public IdentitySigner(String secret, Duration lifetime) {
        byte[] root = secret.getBytes(StandardCharsets.UTF_8);
        this.cookieMac = macFor(root, "identity cookie");
        this.csrfMac = macFor(root, "csrf token");
        this.playerMac = macFor(root, "player id");
        this.lifetime = lifetime;
    }

    /** How long a cookie is believed. */
    public Duration lifetime() {
        return lifetime;
    }

    /** The id of whoever the account provider calls by this name (an openid). */
    public PlayerId playerOf(String openid) {
        return PlayerId.of(Arrays.copyOf(digest(playerMac, openid), 16));
    }

    /** The cookie's value: version, player, seconds of issue, signature, joined by dots. */
    public String sign(Identity identity) {
        String signed = VERSION + "." + identity.player() + "." + identity.issuedAt().getEpochSecond();
        return signed + "." + ENCODER.encodeToString(digest(cookieMac, signed));
    }

    /** The identity of a cookie's value; empty when it is absent, damaged, forged, from the future or expired. */
    public Optional<Identity> read(String cookie, Instant now) {
        if (cookie == null || cookie.length() > 120) {
            return Optional.empty();
        }
        int end = cookie.lastIndexOf('.');
        if (end < 0 || !sameText(ENCODER.encodeToString(digest(cookieMac, cookie.substring(0, end))), cookie.substring(end + 1))) {
            return Optional.empty();
        }
        String[] parts = cookie.substring(0, end).split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        Instant issuedAt = Instant.ofEpochSecond(Long.parseLong(parts[2]));
        boolean alive = !issuedAt.isAfter(now.plusSeconds(60)) && now.isBefore(issuedAt.plus(lifetime));
        return alive ? PlayerId.parse(parts[1]).map(player -> new Identity(player, issuedAt)) : Optional.empty();
    }

    /** The token that a form of this identity carries; it changes with each sign-in. */
    public String csrfToken(Identity identity) {
        return ENCODER.encodeToString(Arrays.copyOf(digest(csrfMac, identity.player() + "." + identity.issuedAt().getEpochSecond()), 16));
    }

    /** Whether the token is the one of this identity; compared in constant time. */
    public boolean isCsrfToken(Identity identity, String token) {
        return token != null && sameText(csrfToken(identity), token);
    }

    private static boolean sameText(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] digest(ThreadLocal<Mac> mac, String text) {
        return mac.get().doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ThreadLocal<Mac> macFor(byte[] root, String use) {
        byte[] key = newMac(root).doFinal(use.getBytes(StandardCharsets.UTF_8));
        return ThreadLocal.withInitial(() -> newMac(key));
    }

    private static Mac newMac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
