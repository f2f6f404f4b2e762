package org.turntable.player;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Signs and verifies the identity cookie, derives player ids, and makes the CSRF token of an identity. */
public final class IdentitySigner {
    private static final String VERSION = "1";
    private static final String EDGE_USE = "edge cookie";
    private static final int WHOLE = 32;
    private static final int TOKEN = 16;
    /** A page that is open for longer has to be reloaded before it is used on another line. */
    private static final Duration PASS = Duration.ofMinutes(30);

    private final HmacSigner cookies;
    private final HmacSigner tokens;
    private final HmacSigner passes;
    private final HmacSigner players;
    private final HmacSigner edges;
    private final Duration lifetime;

    /**
     * @param secret 32 characters or more, the same on every node
     * @param lifetime how long a cookie is valid
     */
    public IdentitySigner(String secret, Duration lifetime) {
        this.cookies = new HmacSigner(secret, "identity cookie");
        this.tokens = new HmacSigner(secret, "csrf token");
        this.passes = new HmacSigner(secret, "line pass");
        this.players = new HmacSigner(secret, "player id");
        this.edges = new HmacSigner(secret, EDGE_USE);
        this.lifetime = lifetime;
    }

    /** How long a cookie is valid. */
    public Duration lifetime() {
        return lifetime;
    }

    /** The player id for an openid. */
    public PlayerId playerOf(String openid) {
        return PlayerId.of(Arrays.copyOf(players.bytes(openid), 16));
    }

    /** The cookie's value: version, player, time of issue in seconds, signature, separated by dots. */
    public String sign(Identity identity) {
        String signed =
                VERSION + "." + identity.player() + "." + identity.issuedAt().getEpochSecond();
        return signed + "." + cookies.text(signed, WHOLE);
    }

    /** The identity of a cookie's value; empty when it is absent, damaged, forged, from the future or expired. */
    public Optional<Identity> read(String cookie, Instant now) {
        if (cookie == null || cookie.length() > 120) {
            return Optional.empty();
        }
        int end = cookie.lastIndexOf('.');
        if (end < 0 || !cookies.fits(cookie.substring(0, end), WHOLE, cookie.substring(end + 1))) {
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

    /**
     * The value of the cookie that shows an edge that a node verified this player: player, expiry in seconds,
     * signature, separated by dots. It has a key of its own, {@link #edgeKey}, and identifies nobody to a node.
     */
    public String signForEdge(Identity identity) {
        String signed =
                identity.player() + "." + identity.issuedAt().plus(lifetime).getEpochSecond();
        return signed + "." + edges.text(signed, TOKEN);
    }

    /**
     * The key with which an edge verifies {@link #signForEdge}, in hexadecimal. Who has it can evade the limits of
     * requests, and can neither sign an identity nor compute another key.
     */
    public static String edgeKey(String secret) {
        return HexFormat.of().formatHex(HmacSigner.key(secret, EDGE_USE));
    }

    /** The CSRF token for forms of this identity; it changes with each sign-in. */
    public String csrfToken(Identity identity) {
        return tokens.text(tokenText(identity), TOKEN);
    }

    /** Whether the token is the one of this identity; compared in constant time. */
    public boolean isCsrfToken(Identity identity, String token) {
        return token != null && tokens.fits(tokenText(identity), TOKEN, token);
    }

    /**
     * A pass with which a page authenticates this identity on another entry line: the identity, the current time in
     * seconds, and a signature, separated by dots.
     */
    public String pass(Identity identity, Instant now) {
        String signed = tokenText(identity) + "." + now.getEpochSecond();
        return signed + "." + passes.text(signed, WHOLE);
    }

    /** The identity of a pass; empty when it is absent, damaged, forged or too old, or its identity has expired. */
    public Optional<Identity> readPass(String pass, Instant now) {
        if (pass == null || pass.length() > 120) {
            return Optional.empty();
        }
        int end = pass.lastIndexOf('.');
        if (end < 0 || !passes.fits(pass.substring(0, end), WHOLE, pass.substring(end + 1))) {
            return Optional.empty();
        }
        String[] parts = pass.substring(0, end).split("\\.", -1);
        Instant issuedAt = Instant.ofEpochSecond(Long.parseLong(parts[1]));
        Instant madeAt = Instant.ofEpochSecond(Long.parseLong(parts[2]));
        boolean alive = !madeAt.isAfter(now.plusSeconds(60))
                && now.isBefore(madeAt.plus(PASS))
                && now.isBefore(issuedAt.plus(lifetime));
        return alive ? PlayerId.parse(parts[0]).map(player -> new Identity(player, issuedAt)) : Optional.empty();
    }

    private static String tokenText(Identity identity) {
        return identity.player() + "." + identity.issuedAt().getEpochSecond();
    }
}
