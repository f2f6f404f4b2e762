package org.turntable.web.signin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.turntable.player.HmacSigner;
import org.turntable.web.request.LocalPath;

/**
 * Creates and reads the state of a sign-in: version, second of issue, entry line, nonce and path, joined by dots and
 * sealed. At most 128 characters, the limit of WeChat.
 */
public final class SignInStates {
    private static final int LONGEST = 128;
    private static final int SEAL_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int RADIX = 36;
    private static final Pattern SHAPE = Pattern.compile(
            "(1\\.([0-9a-z]{1,8})\\.([0-9]{1,2})\\.([A-Za-z0-9_-]{16})\\.([A-Za-z0-9_-]*))\\.([A-Za-z0-9_-]{22})");

    private final HmacSigner seal;
    private final Supplier<Instant> clock;
    private final SecureRandom random;

    /** @param seal the seal for this purpose only */
    public SignInStates(HmacSigner seal, Supplier<Instant> clock, SecureRandom random) {
        this.seal = seal;
        this.clock = clock;
        this.random = random;
    }

    /** A new state, for a path that was checked to be local. */
    SignInState begin(int line, String path) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return new SignInState(
                clock.get().truncatedTo(ChronoUnit.SECONDS),
                line,
                Base64.getUrlEncoder().encodeToString(nonce),
                path);
    }

    /** The encoded state. */
    String text(SignInState state) {
        String whole = sealed(state, state.path());
        return whole.length() <= LONGEST ? whole : sealed(state, "");
    }

    private String sealed(SignInState state, String path) {
        String signed = "1." + Long.toString(state.issuedAt().getEpochSecond(), RADIX) + "." + state.line() + "."
                + state.nonce() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(path.getBytes(StandardCharsets.UTF_8));
        return signed + "." + seal.text(signed, SEAL_BYTES);
    }

    /**
     * The decoded state; empty when it is absent, damaged, forged or issued in the future. An expired one is decoded
     * too.
     */
    Optional<SignInState> read(String text) {
        Matcher parts = SHAPE.matcher(text == null || text.length() > LONGEST ? "" : text);
        if (!parts.matches() || !seal.fits(parts.group(1), SEAL_BYTES, parts.group(6))) {
            return Optional.empty();
        }
        Instant issuedAt = Instant.ofEpochSecond(Long.parseLong(parts.group(2), RADIX));
        String path = new String(Base64.getUrlDecoder().decode(parts.group(5)), StandardCharsets.UTF_8);
        return issuedAt.isAfter(clock.get().plusSeconds(60))
                ? Optional.empty()
                : Optional.of(new SignInState(
                        issuedAt, Integer.parseInt(parts.group(3)), parts.group(4), LocalPath.of(path)));
    }

    /** Whether a state has expired. */
    boolean isExpired(SignInState state) {
        return state.isExpired(clock.get());
    }
}
