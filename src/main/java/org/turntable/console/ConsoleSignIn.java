package org.turntable.console;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.KnownDevices;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.PasswordAccounts;
import org.turntable.staff.PasswordSignIn;
import org.turntable.staff.PasswordSignIn.Result;
import org.turntable.staff.SignInGuard;
import org.turntable.staff.SignInSource;

/**
 * The first step of the sign-in of operators: the password. A refusal does not show whether the name, the password, a
 * disabled account or too many attempts were the reason, and takes the same time in each case.
 */
public final class ConsoleSignIn implements PasswordAccounts<Account> {
    /** The kind of account, in the names of counters and cookies. */
    public static final String KIND = "operator";

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSignIn.class);
    private static final int LONGEST_NAME = 80;

    private final OperatorAccounts accounts;
    private final Supplier<Instant> clock;
    private final PasswordSignIn<Account> signIn;

    public ConsoleSignIn(OperatorAccounts accounts, SignInGuard guard, KnownDevices devices, Supplier<Instant> clock) {
        this.accounts = accounts;
        this.clock = clock;
        this.signIn = new PasswordSignIn<>(this, guard, devices);
    }

    /**
     * Verifies a name and a password.
     *
     * @param name as typed: phones add a capital and a trailing space
     * @param password as typed
     * @return the account and the device, or empty when it is refused
     * @throws PasswordSignIn.BusyException when another attempt is being verified
     */
    Optional<Result.SignedIn<Account>> of(String name, String password, SignInSource source)
            throws DatabaseUnavailableException, PasswordSignIn.BusyException {
        String typed = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
        boolean possible = typed.length() <= LONGEST_NAME
                && OperatorAccounts.NAME.matcher(typed).matches();
        Result<Account> result = signIn.signIn(
                possible ? Optional.of(typed) : Optional.empty(),
                password == null ? null : password.strip(),
                source,
                clock.get());
        if (result instanceof Result.SignedIn<Account> signedIn) {
            LOG.info("the password of operator {} was right, from {}", typed, source.network());
            return Optional.of(signedIn);
        }
        LOG.warn(
                "the console refused {} from {}: {}",
                possible ? typed : "an invalid name",
                source.network(),
                ((Result.Rejected<Account>) result).reason().text());
        return Optional.empty();
    }

    @Override
    public Optional<Found<Account>> find(String name) throws DatabaseUnavailableException {
        return accounts.find(name)
                .map(account -> new Found<>(account, account.hash(), account.generation(), account.enabled()));
    }

    /** Nothing: the sign-in is recorded when it is complete. */
    @Override
    public void succeeded(Account account) {}
}
