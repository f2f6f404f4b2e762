package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.claim.redemption.VerifierSignIn;
import org.turntable.claim.redemption.Verifiers.Verifier;
import org.turntable.staff.KnownDevices;
import org.turntable.staff.SignInSource;
import org.turntable.web.http.ClientNetwork;
import org.turntable.web.request.StaffCookie;

/** The devices on which verifiers signed in before. */
public final class VerifierDevices {
    private final KnownDevices devices;
    private final Supplier<Instant> clock;

    public VerifierDevices(KnownDevices devices, Supplier<Instant> clock) {
        this.devices = devices;
        this.clock = clock;
    }

    /** Where an attempt comes from. */
    SignInSource source(HttpServletRequest request) {
        return new SignInSource(ClientNetwork.of(request), name -> StaffCookie.values(request, name));
    }

    /**
     * Makes a device a known one, or keeps it known.
     *
     * @param device its id; empty for a new one
     */
    void remember(
            HttpServletRequest request, HttpServletResponse response, Verifier verifier, Optional<String> device) {
        StaffCookie.set(
                request,
                response,
                devices.cookie(VerifierSignIn.KIND, verifier.name()),
                devices.value(VerifierSignIn.KIND, verifier.name(), verifier.generation(), device, now()),
                KnownDevices.LIFETIME);
    }

    /** The time by which cookies expire. */
    Instant now() {
        return clock.get();
    }
}
