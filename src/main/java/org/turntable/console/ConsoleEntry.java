package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.KnownDevices;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.SignInSource;
import org.turntable.web.http.ClientNetwork;
import org.turntable.web.request.StaffCookie;

/** The end of a sign-in: begins the session and makes the device a known one. */
public final class ConsoleEntry {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleEntry.class);

    private final ConsoleAccess access;
    private final KnownDevices devices;
    private final Supplier<Instant> clock;

    ConsoleEntry(ConsoleAccess access, KnownDevices devices, Supplier<Instant> clock) {
        this.access = access;
        this.devices = devices;
        this.clock = clock;
    }

    /** Where an attempt comes from. */
    static SignInSource source(HttpServletRequest request) {
        return new SignInSource(ClientNetwork.of(request), name -> StaffCookie.values(request, name));
    }

    /**
     * Signs an operator in.
     *
     * @param device id of a device that signed in before
     */
    void complete(HttpServletRequest request, HttpServletResponse response, Account account, Optional<String> device)
            throws DatabaseUnavailableException {
        access.enter(request, account);
        StaffCookie.set(
                request,
                response,
                devices.cookie(ConsoleSignIn.KIND, account.name()),
                devices.value(ConsoleSignIn.KIND, account.name(), account.generation(), device, clock.get()),
                KnownDevices.LIFETIME);
        LOG.info("operator {} signed in from {}", account.name(), request.getRemoteAddr());
    }
}
