package org.turntable.staff;

import java.time.Instant;
import java.util.Optional;
import org.turntable.concurrent.Bulkhead;
import org.turntable.concurrent.Deadline;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.PasswordAccounts.Found;
import org.turntable.staff.SignInLimits.Decision;

/**
 * Verifies a name and a password. On this node one unknown device at a time is verified, and one known device: each
 * takes about 0.3 s of a core that also serves players, and strangers must not keep a known device from it. Another
 * attempt at that moment is refused and does not wait, because it would hold a thread that serves players. An unknown
 * name and too many attempts take as long as a wrong password.
 *
 * @param <A> an account
 */
public final class PasswordSignIn<A> {
    /** Attempts that a node verifies at the same time: of one device that is known and of one that is not. */
    public static final int AT_ONCE = 2;

    private final PasswordAccounts<A> accounts;
    private final SignInGuard guard;
    private final KnownDevices devices;
    private final Bulkhead strangers;
    private final Bulkhead known;

    /** The result of an attempt. */
    public sealed interface Result<A> {
        /**
         * The password is right.
         *
         * @param device id of a device that signed in before
         */
        record SignedIn<A>(A account, Optional<String> device) implements Result<A> {}

        /** Rejected; the client must not be told which reason it was. */
        record Rejected<A>(Reason reason) implements Result<A> {}
    }

    /** Why an attempt was rejected, for the log. */
    public enum Reason {
        UNKNOWN_NAME("no such account"),
        DISABLED("the account is disabled"),
        WRONG_PASSWORD("wrong password"),
        TOO_MANY("too many attempts from this source");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** The reason in words. */
        public String text() {
            return text;
        }
    }

    public PasswordSignIn(PasswordAccounts<A> accounts, SignInGuard guard, KnownDevices devices) {
        this.accounts = accounts;
        this.guard = guard;
        this.devices = devices;
        this.strangers = new Bulkhead(AT_ONCE / 2);
        this.known = new Bulkhead(AT_ONCE / 2);
    }

    /** Whether a device signed in under this name before; the account may have changed since then. */
    public boolean mayBeKnown(String name, SignInSource source, Instant now) {
        return device(name, source, now).isPresent();
    }

    /**
     * Verifies one attempt.
     *
     * @param name as stored; empty for a name that no account can have
     * @param password as typed; null is rejected
     * @throws BusyException when other attempts are being verified
     * @throws org.turntable.outage.RedisUnavailableException when attempts cannot be counted
     */
    public Result<A> signIn(Optional<String> name, String password, SignInSource source, Instant now)
            throws DatabaseUnavailableException, BusyException {
        Optional<KnownDevices.Device> device = name.flatMap(typed -> device(typed, source, now));
        Bulkhead bulkhead = device.isPresent() ? known : strangers;
        if (!bulkhead.tryEnter()) {
            throw new BusyException();
        }
        try {
            return verify(name, password, source, device);
        } finally {
            bulkhead.leave();
        }
    }

    private Result<A> verify(
            Optional<String> name, String password, SignInSource source, Optional<KnownDevices.Device> device)
            throws DatabaseUnavailableException, BusyException {
        Optional<Found<A>> account = name.isEmpty() ? Optional.empty() : accounts.find(name.get());
        Optional<String> id = device.filter(there -> account.isPresent()
                        && there.generation() == account.get().generation())
                .map(KnownDevices.Device::id);
        Decision decision = guard.attempt(name.orElse(""), id, source.network());
        if (decision == Decision.SLOW_DOWN) {
            throw new BusyException();
        }
        if (decision == Decision.TOO_MANY || account.isEmpty()) {
            Deadline.uncounted(() -> PasswordHash.verifyNothing(password));
            return new Result.Rejected<>(decision == Decision.TOO_MANY ? Reason.TOO_MANY : Reason.UNKNOWN_NAME);
        }
        boolean right = Deadline.uncounted(() -> account.get().hash().fits(password));
        if (!account.get().enabled() || !right) {
            return new Result.Rejected<>(account.get().enabled() ? Reason.WRONG_PASSWORD : Reason.DISABLED);
        }
        guard.succeeded(name.get(), id, source.network());
        accounts.succeeded(account.get().account());
        return new Result.SignedIn<>(account.get().account(), id);
    }

    private Optional<KnownDevices.Device> device(String name, SignInSource source, Instant now) {
        String kind = guard.kind();
        return devices.read(kind, name, source.cookies().apply(devices.cookie(kind, name)), now);
    }

    /** Other attempts are being verified; try again later. */
    public static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("another password is being verified, or there were too many attempts from unknown devices");
        }
    }
}
