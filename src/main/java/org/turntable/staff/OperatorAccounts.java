package org.turntable.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The operators' accounts. Every change of one ends its sessions, and is recorded with who made it. */
public interface OperatorAccounts {
    /** What an operator may be called: 2 to 40 small letters and digits, with single dots, hyphens and underscores between them. */
    Pattern NAME = Pattern.compile("(?=.{2,40}$)[a-z0-9]+([._-][a-z0-9]+)*");

    /** What was done to an account. */
    enum Change { ADD, RESET, DISABLE, ENABLE }

    /**
     * An account.
     *
     * @param hash       of the password
     * @param generation rises with every change; a session of another one has ended
     * @param enabled    whether the operator may sign in
     * @param lock       attempts that have not succeeded
     * @param lastIn     when the operator signed in last; null for never
     */
    record Account(String name, PasswordHash hash, int generation, boolean enabled, SignInLock lock, Instant lastIn) {
    }

    /** Every account, by its name. */
    List<Account> all() throws Unavailable;

    /** The account of that name. */
    Optional<Account> find(String name) throws Unavailable;

    /**
     * Makes an account.
     *
     * @param byWhom 1 to 60 characters
     * @throws Refused when there is one of that name
     */
    void add(String name, PasswordHash hash, String byWhom, Instant now) throws Refused, Unavailable;

    /** Gives an account another password, and forgets failed attempts. */
    void reset(String name, PasswordHash hash, String byWhom, Instant now) throws Refused, Unavailable;

    /** Lets an operator sign in, or no more. */
    void enable(String name, boolean enabled, String byWhom, Instant now) throws Refused, Unavailable;

    /**
     * Counts an attempt to sign in, in a transaction that holds the account.
     *
     * @return the account as it was before this attempt; where its lock was closed then, nothing was counted
     */
    Optional<Account> attempt(String name, Instant now) throws Unavailable;

    /** The attempt succeeded: the failed ones before it are forgotten. */
    void succeeded(String name, Instant now) throws Unavailable;

    /** It may not be done; the message says why, for whoever runs the tool. */
    class Refused extends Exception {
        public Refused(String message) {
            super(message);
        }
    }

    /** The database did not answer. */
    class Unavailable extends Exception {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
