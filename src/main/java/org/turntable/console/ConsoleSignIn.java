package org.turntable.console;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.staff.NewPassword;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.PasswordHash;

/**
 * Compares names and passwords. Whoever is refused is not told whether it was the name, the password, a closed account or too many
 * attempts, and waits as long in each case.
 */
public final class ConsoleSignIn {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSignIn.class);
    /** A comparison keeps a core busy for a third of a second: players come first. */
    private static final int AT_ONCE = 1;
    private static final long PATIENCE_MS = 3_000;
    private static final int LONGEST_NAME = 80;

    private final OperatorAccounts accounts;
    private final Supplier<Instant> clock;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    /** Of a password that nobody has: what is compared where there is no account. */
    private final PasswordHash nobody;

    public ConsoleSignIn(OperatorAccounts accounts, Supplier<Instant> clock, SecureRandom random) {
        this.accounts = accounts;
        this.clock = clock;
        this.nobody = PasswordHash.of(NewPassword.make(random), random);
    }

    /**
     * Whether it is this operator.
     *
     * @param name     as typed: telephones put a capital first and a space behind
     * @param password as typed
     * @param address  of who asks, for the log
     * @return the account, or empty when it is refused
     * @throws Busy when too many are tried at once
     */
    Optional<OperatorAccounts.Account> of(String name, String password, String address) throws OperatorAccounts.Unavailable, Busy {
        String typed = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
        boolean possible = typed.length() <= LONGEST_NAME && OperatorAccounts.NAME.matcher(typed).matches();
        takeTurn();
        try {
            Instant now = clock.get();
            Optional<OperatorAccounts.Account> account = possible ? accounts.attempt(typed, now) : Optional.empty();
            boolean fits = account.map(OperatorAccounts.Account::hash).orElse(nobody).fits(password == null ? null : password.strip());
            if (account.isEmpty() || account.get().lock().isLocked(now) || !account.get().enabled() || !fits) {
                LOG.warn("the console refused {} from {}: {}", possible ? typed : "a name that is none", address, why(account, now));
                return Optional.empty();
            }
            accounts.succeeded(typed, now);
            LOG.info("operator {} signed in from {}", typed, address);
            return account;
        } finally {
            turns.release();
        }
    }

    private static String why(Optional<OperatorAccounts.Account> account, Instant now) {
        if (account.isEmpty()) {
            return "no such account";
        }
        if (account.get().lock().isLocked(now)) {
            return "too many attempts, closed until " + account.get().lock().opensAt();
        }
        return account.get().enabled() ? "wrong password" : "the account is disabled";
    }

    private void takeTurn() throws Busy {
        try {
            if (!turns.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
    }

    /** Others are being compared; later, please. */
    static final class Busy extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
