package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.turntable.claim.redemption.RedemptionService;
import org.turntable.claim.redemption.Verifiers;
import org.turntable.claim.redemption.Verifiers.Verifier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;

/**
 * The signed-in verifier, in the shared session. Each page and each code checks in the database that the account is
 * still valid ({@link #requireAllowed}).
 */
public final class VerifierSessions {
    private static final String ID = "verifier.id";
    private static final String GENERATION = "verifier.generation";
    private static final String NAME = "verifier.name";
    private static final String STORE = "verifier.store";
    private static final String CSRF = "verifier.csrf";
    /** A working day in a store, with breaks. */
    private static final Duration LASTS = Duration.ofHours(12);

    private final SecureRandom random;

    /** The signed-in verifier. */
    record SignedIn(Verifiers.Session session, String name, String store, String csrf) {}

    public VerifierSessions(SecureRandom random) {
        this.random = random;
    }

    Optional<SignedIn> of(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(ID) instanceof Integer id)) {
            return Optional.empty();
        }
        return Optional.of(new SignedIn(
                new Verifiers.Session(id, (Integer) session.getAttribute(GENERATION)),
                (String) session.getAttribute(NAME),
                (String) session.getAttribute(STORE),
                (String) session.getAttribute(CSRF)));
    }

    /** The verifier of a form with a valid token; throws a refusal. */
    SignedIn require(HttpServletRequest request) {
        SignedIn verifier = of(request)
                .orElseThrow(() -> new RequestRejectedException(Notice.NOT_SIGNED_IN, "no verifier is signed in"));
        String token = request.getParameter("csrf");
        if (token == null
                || !MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), verifier.csrf.getBytes(StandardCharsets.UTF_8))) {
            throw new RequestRejectedException(Notice.FORBIDDEN, "CSRF token missing or not this verifier's");
        }
        return verifier;
    }

    /**
     * Refuses a verifier who was disabled or reset since the sign-in, and ends the session.
     *
     * @throws RequestRejectedException also when the database cannot say so
     */
    void requireAllowed(HttpServletRequest request, SignedIn verifier, RedemptionService redemptions) {
        try {
            if (!redemptions.allows(verifier.session())) {
                end(request);
                throw new RequestRejectedException(
                        Notice.NOT_SIGNED_IN, "verifier " + verifier.session().id() + " was disabled or reset");
            }
        } catch (DatabaseUnavailableException unavailable) {
            throw new RequestRejectedException(
                    Notice.BUSY, "the account of a verifier could not be read: " + unavailable.getMessage());
        }
    }

    /** Signs a verifier in, under a new session id. */
    void begin(HttpServletRequest request, Verifier verifier) {
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        byte[] token = new byte[16];
        random.nextBytes(token);
        HttpSession session = request.getSession();
        session.setMaxInactiveInterval((int) LASTS.toSeconds());
        session.setAttribute(ID, verifier.id());
        session.setAttribute(GENERATION, verifier.generation());
        session.setAttribute(NAME, verifier.name());
        session.setAttribute(STORE, verifier.store());
        session.setAttribute(CSRF, Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    /** Signs out on this browser. */
    void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
