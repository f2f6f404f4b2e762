package org.turntable.staff;

import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * A store of accounts that sign in by a name and a password.
 *
 * @param <A> an account
 */
public interface PasswordAccounts<A> {
    /**
     * An account, before its password is verified.
     *
     * @param generation of the account; devices that signed in under another one are unknown
     */
    record Found<A>(A account, PasswordHash hash, int generation, boolean enabled) {}

    /** The account with this name, also a disabled one. */
    Optional<Found<A>> find(String name) throws DatabaseUnavailableException;

    /** The password was right. */
    void succeeded(A account) throws DatabaseUnavailableException;
}
