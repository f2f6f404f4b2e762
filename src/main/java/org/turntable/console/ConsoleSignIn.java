package org.turntable.console;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.PasswordAccounts;
import org.turntable.staff.PasswordSignIn;
import org.turntable.staff.PasswordSignIn.Result;

/**
 * The sign-in of operators. A refusal does not show whether the name, the password, a disabled account or too many
 * attempts were the reason, and takes the same time in each case.
 */
public final class ConsoleSignIn implements PasswordAccounts<Account> {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSignIn.class);
    private static final int LONGEST_NAME = 80;

    private final OperatorAccounts accounts;
    private final Supplier<Instant> clock;
    private final PasswordSignIn<Account> signIn;

    public ConsoleSignIn(OperatorAccounts accounts, Supplier<Instant> clock) {
        this.accounts = accounts;
        this.clock = clock;
        this.signIn = new PasswordSignIn<>(this, false);
    }

    /**
     * Verifies a name and a password.
     *
     * @param name as typed: phones add a capital and a trailing space
     * @param password as typed
     * @param address the client address, for the log
     * @return the account, or empty when it is refused
     * @throws PasswordSignIn.BusyException when another attempt is being verified
     */
    Optional<Account> of(String name, String password, String address)
            throws DatabaseUnavailableException, PasswordSignIn.BusyException {
        String typed = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
        boolean possible = typed.length() <= LONGEST_NAME
                && OperatorAccounts.NAME.matcher(typed).matches();
        Result<Account> result = signIn.signIn(
                possible ? Optional.of(typed) : Optional.empty(), password == null ? null : password.strip());
        if (result instanceof Result.SignedIn<Account> signedIn) {
            LOG.info("operator {} signed in from {}", typed, address);
            return Optional.of(signedIn.account());
        }
        LOG.warn("the console refused {} from {}: {}", possible ? typed : "an invalid name", address, reason(result));
        return Optional.empty();
    }

    private static String reason(Result<Account> refused) {
        if (refused instanceof Result.Locked<Account> locked) {
            return "too many attempts, closed until " + locked.until();
        }
        return refused instanceof Result.Rejected<Account> rejected
                ? switch (rejected.reason()) {
                    case UNKNOWN_NAME -> "no such account";
                    case DISABLED -> "the account is disabled";
                    case WRONG_PASSWORD -> "wrong password";
                }
                : "";
    }

    @Override
    public Attempt<Account> attempt(String name) throws DatabaseUnavailableException {
        Instant now = clock.get();
        Optional<Account> account = accounts.attempt(name, now);
        if (account.isEmpty()) {
            return new Attempt.Unknown<>();
        }
        Account found = account.get();
        return found.lock().isLocked(now)
                ? new Attempt.Locked<>(found.lock().opensAt())
                : new Attempt.Counted<>(found, found.hash(), found.enabled());
    }

    @Override
    public void succeeded(Account account) throws DatabaseUnavailableException {
        accounts.succeeded(account.name(), clock.get());
    }
}
