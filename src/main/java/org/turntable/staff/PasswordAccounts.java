package org.turntable.staff;

import java.time.Instant;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * A store of accounts that sign in by a name and a password.
 *
 * @param <A> an account
 */
public interface PasswordAccounts<A> {
    /** An attempt to sign in, before its password is verified. */
    sealed interface Attempt<A> {
        /** The attempt was counted. */
        record Counted<A>(A account, PasswordHash hash, boolean enabled) implements Attempt<A> {}

        /** Too many failed attempts: this one was not counted, and its password must not be accepted. */
        record Locked<A>(Instant until) implements Attempt<A> {}

        /** There is no such account. */
        record Unknown<A>() implements Attempt<A> {}
    }

    /** Counts an attempt, in a transaction that locks the row of the account ({@link SignInLock}). */
    Attempt<A> attempt(String name) throws DatabaseUnavailableException;

    /** Resets the failed attempts of an account. */
    void succeeded(A account) throws DatabaseUnavailableException;
}
