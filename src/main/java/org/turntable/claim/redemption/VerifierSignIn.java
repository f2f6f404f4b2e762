package org.turntable.claim.redemption;

import org.turntable.claim.redemption.Verifiers.Try;
import org.turntable.claim.redemption.Verifiers.Verifier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.PasswordAccounts;
import org.turntable.staff.PasswordSignIn;

/** The sign-in of verifiers; it shows a lock. */
public final class VerifierSignIn implements PasswordAccounts<Verifier> {
    private final Verifiers verifiers;

    private VerifierSignIn(Verifiers verifiers) {
        this.verifiers = verifiers;
    }

    /** The sign-in with these accounts. */
    public static PasswordSignIn<Verifier> of(Verifiers verifiers) {
        return new PasswordSignIn<>(new VerifierSignIn(verifiers), true);
    }

    @Override
    public Attempt<Verifier> attempt(String name) throws DatabaseUnavailableException {
        Try counted = verifiers.begin(name);
        if (counted.lockedUntil().isPresent()) {
            return new Attempt.Locked<>(counted.lockedUntil().get());
        }
        return counted.verifier()
                .<Attempt<Verifier>>map(
                        verifier -> new Attempt.Counted<>(verifier, verifier.password(), !verifier.disabled()))
                .orElseGet(Attempt.Unknown::new);
    }

    @Override
    public void succeeded(Verifier verifier) throws DatabaseUnavailableException {
        verifiers.succeeded(verifier.id());
    }
}
