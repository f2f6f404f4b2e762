package org.turntable.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.turntable.staff.PasswordSignIn.Reason;
import org.turntable.staff.PasswordSignIn.Result;

class PasswordSignInTest {
    private static final Instant UNTIL = Instant.parse("2026-10-01T12:00:00Z");
    private static final PasswordHash HASH = PasswordHash.of("li-password", new SecureRandom());

    private final Store store = new Store();

    @Test
    void theRightPasswordSignsInAndResetsTheFailedAttempts() throws Exception {
        assertEquals(new Result.SignedIn<>("li"), signIn("li", "li-password"));
        assertEquals(List.of("li"), store.succeeded);
    }

    @Test
    void aWrongPasswordAnUnknownNameAndADisabledAccountAreRejected() throws Exception {
        assertEquals(new Result.Rejected<>(Reason.WRONG_PASSWORD), signIn("li", "LI-password"));
        assertEquals(new Result.Rejected<>(Reason.WRONG_PASSWORD), signIn("li", null));
        assertEquals(new Result.Rejected<>(Reason.UNKNOWN_NAME), signIn("nobody", "li-password"));
        assertEquals(new Result.Rejected<>(Reason.DISABLED), signIn("disabled", "li-password"));
        assertEquals(
                new Result.Rejected<>(Reason.UNKNOWN_NAME),
                new PasswordSignIn<>(store, true).signIn(Optional.empty(), "li-password"));
        assertEquals(List.of(), store.succeeded);
    }

    @Test
    void aLockedAccountIsLockedForTheRightPasswordToo() throws Exception {
        assertEquals(new Result.Locked<>(UNTIL), signIn("locked", "li-password"));
        assertEquals(
                new Result.Locked<>(UNTIL),
                new PasswordSignIn<>(store, false).signIn(Optional.of("locked"), "li-password"));
        assertEquals(List.of(), store.succeeded);
    }

    @Test
    void aSecondAttemptAtTheSameTimeIsBusyAndNotCounted() throws Exception {
        PasswordSignIn<String> signIn = new PasswordSignIn<>(store, true);
        store.holdsUntil = new CountDownLatch(1);
        Thread first = new Thread(() -> {
            try {
                signIn.signIn(Optional.of("li"), "li-password");
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        first.start();
        store.held.await();
        assertThrows(PasswordSignIn.BusyException.class, () -> signIn.signIn(Optional.of("li"), "li-password"));
        store.holdsUntil.countDown();
        first.join();
        assertEquals(List.of("li"), store.attempts);
    }

    private Result<String> signIn(String name, String password) throws Exception {
        return new PasswordSignIn<>(store, true).signIn(Optional.of(name), password);
    }

    private static final class Store implements PasswordAccounts<String> {
        private final List<String> attempts = new ArrayList<>();
        private final List<String> succeeded = new ArrayList<>();
        private final CountDownLatch held = new CountDownLatch(1);
        private volatile CountDownLatch holdsUntil = new CountDownLatch(0);

        @Override
        public Attempt<String> attempt(String name) {
            attempts.add(name);
            held.countDown();
            try {
                holdsUntil.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return Map.<String, Attempt<String>>of(
                            "li", new Attempt.Counted<>("li", HASH, true),
                            "disabled", new Attempt.Counted<>("disabled", HASH, false),
                            "locked", new Attempt.Locked<>(UNTIL))
                    .getOrDefault(name, new Attempt.Unknown<>());
        }

        @Override
        public void succeeded(String account) {
            succeeded.add(account);
        }
    }
}
