package org.turntable.staff;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.turntable.outage.DatabaseUnavailableException;

/** The accounts of operators. Every change of an account ends its sessions and is recorded with its author. */
public interface OperatorAccounts {
    /** Allowed names: 2 to 40 lower-case letters and digits, with single dots, hyphens and underscores between them. */
    Pattern NAME = Pattern.compile("(?=.{2,40}$)[a-z0-9]+([._-][a-z0-9]+)*");

    /** A recorded change of an account. */
    enum Change {
        ADD,
        RESET,
        DISABLE,
        ENABLE,
        ENROL,
        FACTOR_SET,
        FACTOR_RESET;

        /** As it is stored. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * An account.
     *
     * @param hash of the password
     * @param generation increases with every change; sessions of an older generation have ended
     * @param enabled whether the operator may sign in
     * @param lastIn when the operator last signed in; null for never
     * @param factor the sealed secret of the second factor; empty where none is set up
     */
    record Account(
            String name, PasswordHash hash, int generation, boolean enabled, Instant lastIn, Optional<byte[]> factor) {}

    /** All accounts, in order of their names. */
    List<Account> all() throws DatabaseUnavailableException;

    /** The account with this name. */
    Optional<Account> find(String name) throws DatabaseUnavailableException;

    /**
     * Creates an account.
     *
     * @param byWhom the author, 1 to 60 characters
     * @throws RefusedException when an account with this name exists
     */
    void add(String name, PasswordHash hash, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException;

    /** Sets a new password; a second factor stays. */
    void reset(String name, PasswordHash hash, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException;

    /** Enables or disables an account. */
    void enable(String name, boolean enabled, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException;

    /** Records a successful sign-in. */
    void succeeded(String name, Instant now) throws DatabaseUnavailableException;

    /** The operation is not allowed; the message tells ops why. */
    class RefusedException extends Exception {
        public RefusedException(String message) {
            super(message);
        }
    }
}
