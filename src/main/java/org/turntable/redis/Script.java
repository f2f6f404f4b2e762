package org.turntable.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The Lua scripts, called by the hash of their text: an old and a new WAR side by side each run their own. */
enum Script {
    DRAW, VIEW, SEED, SETTLE, OPEN, CLOSE, PLAN, LEASE, BURY, SESSION_SAVE, TOKEN, TOKEN_PUT, FORGET, STRIKE;

    private final byte[] source;
    private final byte[] sha;

    Script() {
        String file = "/redis/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua";
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            source = in.readAllBytes();
            sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source)).getBytes(StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file, unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    /** The text that Redis loads. */
    byte[] source() {
        return source;
    }

    /** The name under which Redis runs it. */
    byte[] sha() {
        return sha;
    }
}
