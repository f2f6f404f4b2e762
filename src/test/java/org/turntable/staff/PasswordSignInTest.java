package org.turntable.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.time.Duration;
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
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
    private static final PasswordHash HASH = PasswordHash.of("li-password", new SecureRandom());
    private static final SignInSource STRANGER = new SignInSource("192.0.2.1", cookie -> List.of());

    private final Store store = new Store();
    private final MapCounters counters = new MapCounters();
    private final KnownDevices devices = new KnownDevices("a secret of thirty-two characters", new SecureRandom());
    private final SignInSource phone = new SignInSource(
            "192.0.2.1", cookie -> List.of(devices.value("operator", "li", 7, Optional.of("phone-phone-1234"), NOW)));
    private final PasswordSignIn<String> signIn =
            new PasswordSignIn<>(store, new SignInGuard("operator", counters, SignInLimits.PASSWORD_ALONE), devices);

    @Test
    void theRightPasswordSignsInAndTheDeviceIsToldWhereItIsKnown() throws Exception {
        assertEquals(new Result.SignedIn<>("li", Optional.empty()), signIn("li", "li-password", STRANGER));
        assertEquals(new Result.SignedIn<>("li", Optional.of("phone-phone-1234")), signIn("li", "li-password", phone));
        assertEquals(List.of("li", "li"), store.succeeded);
    }

    @Test
    void aWrongPasswordAnUnknownNameAndADisabledAccountAreRejected() throws Exception {
        assertEquals(new Result.Rejected<>(Reason.WRONG_PASSWORD), signIn("li", "LI-password", STRANGER));
        assertEquals(new Result.Rejected<>(Reason.WRONG_PASSWORD), signIn("li", null, STRANGER));
        assertEquals(new Result.Rejected<>(Reason.UNKNOWN_NAME), signIn("nobody", "li-password", STRANGER));
        assertEquals(new Result.Rejected<>(Reason.DISABLED), signIn("disabled", "li-password", STRANGER));
        assertEquals(
                new Result.Rejected<>(Reason.UNKNOWN_NAME),
                signIn.signIn(Optional.empty(), "li-password", STRANGER, NOW));
        assertEquals(List.of(), store.succeeded);
    }

    @Test
    void afterFiveAttemptsTheRightPasswordIsRejectedOfStrangersAndNotOfAKnownDevice() throws Exception {
        for (int guess = 0; guess < 5; guess++) {
            counters.add("operator:li", "from:192.0.2.1", Duration.ZERO);
            counters.add("operator:nobody", "from:192.0.2.1", Duration.ZERO);
        }
        assertEquals(new Result.Rejected<>(Reason.TOO_MANY), signIn("li", "li-password", STRANGER));
        assertEquals(
                new Result.Rejected<>(Reason.TOO_MANY),
                signIn("nobody", "li-password", STRANGER),
                "a name without an account is counted too");
        assertEquals(new Result.SignedIn<>("li", Optional.of("phone-phone-1234")), signIn("li", "li-password", phone));
    }

    @Test
    void aDeviceOfAnEarlierGenerationIsAStranger() throws Exception {
        SignInSource old = new SignInSource(
                "192.0.2.1", cookie -> List.of(devices.value("operator", "li", 6, Optional.empty(), NOW)));
        assertEquals(new Result.SignedIn<>("li", Optional.empty()), signIn("li", "li-password", old));
    }

    @Test
    void aSecondStrangerAtTheSameTimeIsBusyAndAKnownDeviceIsNotKeptWaiting() throws Exception {
        store.holdsUntil = new CountDownLatch(1);
        Thread first = new Thread(() -> {
            try {
                signIn("nobody", "guess", STRANGER);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        first.start();
        store.held.await();
        assertThrows(PasswordSignIn.BusyException.class, () -> signIn("li", "li-password", STRANGER));
        assertEquals(new Result.SignedIn<>("li", Optional.of("phone-phone-1234")), signIn("li", "li-password", phone));
        store.holdsUntil.countDown();
        first.join();
        assertEquals(List.of("nobody", "li"), store.found);
    }

    private Result<String> signIn(String name, String password, SignInSource source) throws Exception {
        return signIn.signIn(Optional.of(name), password, source, NOW);
    }

    private static final class Store implements PasswordAccounts<String> {
        private final List<String> found = new ArrayList<>();
        private final List<String> succeeded = new ArrayList<>();
        private final CountDownLatch held = new CountDownLatch(1);
        private volatile CountDownLatch holdsUntil = new CountDownLatch(0);

        @Override
        public Optional<Found<String>> find(String name) {
            found.add(name);
            if (name.equals("nobody")) {
                held.countDown();
                try {
                    holdsUntil.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
            return Optional.ofNullable(Map.of(
                            "li", new Found<>("li", HASH, 7, true),
                            "disabled", new Found<>("disabled", HASH, 1, false))
                    .get(name));
        }

        @Override
        public void succeeded(String account) {
            succeeded.add(account);
        }
    }
}
