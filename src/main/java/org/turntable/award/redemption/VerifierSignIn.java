package org.turntable.award.redemption;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redemption.Verifiers.Try;
import org.turntable.award.redemption.Verifiers.Verifier;
import org.turntable.staff.PasswordHash;

/** Looks at passwords: one at a time on this node, since each costs a third of a second of a processor that serves the wheel too. */
public final class VerifierSignIn {
    /** No password's, and as slow as those that are made here. */
    private static final PasswordHash NOBODYS = new PasswordHash(600_000, new byte[16], new byte[32]);

    private final Verifiers verifiers;
    private final Semaphore looking = new Semaphore(1);

    /** What a try came to. */
    public sealed interface Result {
        /** In. */
        record In(Verifier verifier) implements Result {
        }

        /** Name or password is wrong, or the account is disabled; which, is not told. */
        record Wrong() implements Result {
        }

        /** Too many tries. */
        record Locked(Instant until) implements Result {
        }
    }

    public VerifierSignIn(Verifiers verifiers) {
        this.verifiers = verifiers;
    }

    /**
     * Tries a name with a password.
     *
     * @throws ClaimsUnavailable when the database does not answer, or another password is being looked at
     */
    public Result attempt(String name, String password) throws ClaimsUnavailable {
        if (!looking.tryAcquire()) {
            throw new ClaimsUnavailable("another password is being looked at", null);
        }
        try {
            Try begun = verifiers.begin(name);
            if (begun.lockedUntil().isPresent()) {
                return new Result.Locked(begun.lockedUntil().get());
            }
            Optional<Verifier> verifier = begun.verifier();
            // A name that is nobody's takes as long: how long an answer takes tells no names.
            boolean right = verifier.map(Verifier::password).orElse(NOBODYS).fits(password);
            if (verifier.isEmpty() || !right) {
                return new Result.Wrong();
            }
            verifiers.succeeded(verifier.get().id());
            return new Result.In(verifier.get());
        } finally {
            looking.release();
        }
    }
}
