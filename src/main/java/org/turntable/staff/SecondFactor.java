package org.turntable.staff;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.OperatorFactors.NewFactor;
import org.turntable.staff.SignInLimits.Decision;

/** The second factor of operators: codes of an app and recovery codes at the sign-in, and its set-up with a token. */
public final class SecondFactor {
    private static final int LONGEST = 40;

    private final OperatorFactors factors;
    private final SignInGuard guard;
    private final FactorSeal seal;
    private final RecoveryCodes recovery;
    private final SecureRandom random;

    /** The result of one code. */
    public enum Outcome {
        ACCEPTED,
        /** A recovery code was used. */
        RECOVERED,
        WRONG,
        /** A right code that was used before; the client is told the same as of a wrong one. */
        USED_BEFORE,
        TOO_MANY,
        /** The stored secret cannot be opened: {@code identity.secret} was changed. */
        UNREADABLE
    }

    public SecondFactor(
            OperatorFactors factors, SignInGuard guard, FactorSeal seal, RecoveryCodes recovery, SecureRandom random) {
        this.factors = factors;
        this.guard = guard;
        this.seal = seal;
        this.recovery = recovery;
        this.random = random;
    }

    /**
     * Verifies the code of an operator whose password was right.
     *
     * @param typed six digits of the app, or a recovery code
     * @param device id of a device that signed in before
     */
    public Outcome verify(Account account, String typed, Optional<String> device, String network, Instant now)
            throws DatabaseUnavailableException {
        if (guard.attempt(account.name(), device, network) != Decision.ALLOWED) {
            return Outcome.TOO_MANY;
        }
        Outcome outcome = compare(account, plain(typed), now);
        if (outcome == Outcome.ACCEPTED || outcome == Outcome.RECOVERED) {
            guard.succeeded(account.name(), device, network);
        }
        return outcome;
    }

    private Outcome compare(Account account, String code, Instant now) throws DatabaseUnavailableException {
        if (account.factor().isEmpty()) {
            return Outcome.WRONG;
        }
        if (!code.matches("[0-9]{6}")) {
            return factors.useRecoveryCode(account.name(), recovery.hash(account.name(), code), now)
                    ? Outcome.RECOVERED
                    : Outcome.WRONG;
        }
        Optional<byte[]> secret = seal.open(account.name(), account.factor().get());
        if (secret.isEmpty()) {
            return Outcome.UNREADABLE;
        }
        OptionalLong step = Totp.stepOf(secret.get(), code, now);
        if (step.isEmpty()) {
            return Outcome.WRONG;
        }
        return factors.useStep(account.name(), step.getAsLong()) ? Outcome.ACCEPTED : Outcome.USED_BEFORE;
    }

    /** Whether a token allows this operator to set up the factor now. Attempts are counted as those of codes are. */
    public boolean allowsSetUp(Account account, String token, Optional<String> device, String network, Instant now)
            throws DatabaseUnavailableException {
        if (token == null
                || token.length() > LONGEST
                || guard.attempt(account.name(), device, network) != Decision.ALLOWED) {
            return false;
        }
        boolean allowed = factors.enrolment(account.name())
                .filter(enrolment -> now.isBefore(enrolment.until())
                        && MessageDigest.isEqual(enrolment.tokenHash(), EnrolmentToken.hash(token)))
                .isPresent();
        if (allowed) {
            guard.succeeded(account.name(), device, network);
        }
        return allowed;
    }

    /** A new secret for a set-up, sealed. */
    public byte[] newSecret(String operator) {
        return seal.seal(operator, Totp.newSecret(random));
    }

    /** The secret of a set-up in progress, to be shown to the operator. */
    public Optional<byte[]> open(String operator, byte[] sealed) {
        return seal.open(operator, sealed);
    }

    /**
     * Finishes a set-up: the app has to show a right code, and the token must still be valid.
     *
     * @return the recovery codes, to be shown once; empty when it is refused
     */
    public Optional<List<String>> setUp(Account account, byte[] tokenHash, byte[] sealed, String typed, Instant now)
            throws DatabaseUnavailableException {
        Optional<byte[]> secret = seal.open(account.name(), sealed);
        OptionalLong step = secret.isEmpty() ? OptionalLong.empty() : Totp.stepOf(secret.get(), plain(typed), now);
        if (step.isEmpty()) {
            return Optional.empty();
        }
        List<String> codes = RecoveryCodes.make(random);
        List<byte[]> hashes =
                codes.stream().map(code -> recovery.hash(account.name(), code)).toList();
        boolean done = factors.setUp(account.name(), tokenHash, new NewFactor(sealed, step.getAsLong(), hashes), now);
        return done ? Optional.of(codes) : Optional.empty();
    }

    private static String plain(String typed) {
        return typed == null || typed.length() > LONGEST ? "" : typed.replaceAll("\\s", "");
    }
}
