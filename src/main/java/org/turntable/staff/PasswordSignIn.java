package org.turntable.staff;

import java.time.Instant;
import java.util.Optional;
import org.turntable.concurrent.Bulkhead;
import org.turntable.concurrent.Deadline;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.PasswordAccounts.Attempt;

/**
 * Verifies a name and a password, one at a time on this node: each takes about 0.3 s of a core that also serves
 * players. Another attempt at that moment is refused and does not wait, because it would hold a thread that serves
 * players. An unknown name takes as long as a wrong password.
 *
 * @param <A> an account
 */
public final class PasswordSignIn<A> {
    /** Attempts that a node verifies at the same time. */
    public static final int AT_ONCE = 1;

    private final PasswordAccounts<A> accounts;
    private final boolean showsLock;
    private final Bulkhead bulkhead;

    /** The result of an attempt. */
    public sealed interface Result<A> {
        /** The password is right. */
        record SignedIn<A>(A account) implements Result<A> {}

        /** Rejected; the client must not be told which reason it was. */
        record Rejected<A>(Reason reason) implements Result<A> {}

        /** Too many failed attempts. */
        record Locked<A>(Instant until) implements Result<A> {}
    }

    /** Why an attempt was rejected, for the log. */
    public enum Reason {
        UNKNOWN_NAME,
        DISABLED,
        WRONG_PASSWORD
    }

    /** @param showsLock whether the client is told of a lock; if not, it takes as long as a wrong password */
    public PasswordSignIn(PasswordAccounts<A> accounts, boolean showsLock) {
        this.accounts = accounts;
        this.showsLock = showsLock;
        this.bulkhead = new Bulkhead(AT_ONCE);
    }

    /**
     * Verifies one attempt.
     *
     * @param name as stored; empty for a name that no account can have
     * @param password as typed; null is rejected
     * @throws BusyException when other attempts are being verified
     */
    public Result<A> signIn(Optional<String> name, String password) throws DatabaseUnavailableException, BusyException {
        if (!bulkhead.tryEnter()) {
            throw new BusyException();
        }
        try {
            return verify(name.isEmpty() ? new Attempt.Unknown<>() : accounts.attempt(name.get()), password);
        } finally {
            bulkhead.leave();
        }
    }

    private Result<A> verify(Attempt<A> attempt, String password) throws DatabaseUnavailableException {
        if (attempt instanceof Attempt.Counted<A> counted) {
            boolean right = Deadline.uncounted(() -> counted.hash().fits(password));
            if (!counted.enabled() || !right) {
                return new Result.Rejected<>(counted.enabled() ? Reason.WRONG_PASSWORD : Reason.DISABLED);
            }
            accounts.succeeded(counted.account());
            return new Result.SignedIn<>(counted.account());
        }
        Optional<Instant> lockedUntil =
                attempt instanceof Attempt.Locked<A> locked ? Optional.of(locked.until()) : Optional.empty();
        if (lockedUntil.isEmpty() || !showsLock) {
            PasswordHash.verifyNothing(password);
        }
        return lockedUntil
                .<Result<A>>map(Result.Locked::new)
                .orElseGet(() -> new Result.Rejected<>(Reason.UNKNOWN_NAME));
    }

    /** Other attempts are being verified; try again later. */
    public static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("another password is being verified");
        }
    }
}
