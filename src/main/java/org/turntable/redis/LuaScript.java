package org.turntable.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The Lua scripts. They are called by the hash of their text, so an old and a new WAR that run side by side each use
 * their own version.
 */
public enum LuaScript {
    DRAW,
    VIEW,
    SEED,
    BLOCK,
    SETTLE,
    OPEN,
    CLOSE,
    PLAN,
    SET_ASIDE,
    LEASE,
    DEAD_LETTER,
    SESSION_SAVE,
    TOKEN,
    TOKEN_PUT,
    FORGET,
    REHEARSAL_CLEAR,
    UNWRITTEN,
    CONTINUE,
    SIGN_IN_COUNT;

    private final byte[] source;
    private final byte[] sha;

    LuaScript() {
        String file = "/redis/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua";
        try (InputStream in = LuaScript.class.getResourceAsStream(file)) {
            source = in.readAllBytes();
            sha = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(source))
                    .getBytes(StandardCharsets.US_ASCII);
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

    /** SHA-1 of the text in hexadecimal, as EVALSHA expects it. */
    byte[] sha() {
        return sha;
    }
}
