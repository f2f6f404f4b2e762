package org.turntable.claim.redemption;

import java.util.Optional;
import org.turntable.claim.redemption.Verifiers.Verifier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.KnownDevices;
import org.turntable.staff.PasswordAccounts;
import org.turntable.staff.PasswordSignIn;
import org.turntable.staff.SignInCounters;
import org.turntable.staff.SignInGuard;
import org.turntable.staff.SignInLimits;

/** The sign-in of verifiers: a password and the device. An attempt does not wait while another password is verified. */
public final class VerifierSignIn implements PasswordAccounts<Verifier> {
    /** The kind of account, in the names of counters and cookies. */
    public static final String KIND = "verifier";

    private final Verifiers verifiers;

    private VerifierSignIn(Verifiers verifiers) {
        this.verifiers = verifiers;
    }

    /** The sign-in with these accounts. */
    public static PasswordSignIn<Verifier> of(Verifiers verifiers, SignInCounters counters, KnownDevices devices) {
        return new PasswordSignIn<>(
                new VerifierSignIn(verifiers), new SignInGuard(KIND, counters, SignInLimits.PASSWORD_ALONE), devices);
    }

    @Override
    public Optional<Found<Verifier>> find(String name) throws DatabaseUnavailableException {
        return verifiers
                .find(name)
                .map(verifier ->
                        new Found<>(verifier, verifier.password(), verifier.generation(), !verifier.disabled()));
    }

    @Override
    public void succeeded(Verifier verifier) throws DatabaseUnavailableException {
        verifiers.succeeded(verifier.id());
    }
}
