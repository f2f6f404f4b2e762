package org.turntable.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.staff.SignInLimits.Decision;

class SignInGuardTest {
    private static final Optional<String> DEVICE = Optional.of("phone");

    private final MapCounters counters = new MapCounters();

    /** Attempts before this one: of strangers on 70 or fewer networks, of this network, of this device. */
    @ParameterizedTest
    @CsvSource({
        // limits, networks of strangers, attempts from here, attempts of the device, known device, the decision
        "password, 0, 0, 0, false, ALLOWED",
        "password, 0, 4, 0, false, ALLOWED",
        "password, 0, 5, 0, false, TOO_MANY",
        "password, 49, 0, 0, false, ALLOWED",
        "password, 70, 0, 0, false, SLOW_DOWN",
        "password, 70, 5, 0, false, TOO_MANY",
        "password, 70, 5, 0, true, ALLOWED",
        "password, 70, 0, 4, true, ALLOWED",
        "password, 0, 0, 5, true, TOO_MANY",
        "password, 0, 0, 5, false, ALLOWED",
        "before, 70, 0, 0, false, ALLOWED",
        "before, 70, 0, 0, true, ALLOWED",
        "before, 70, 5, 0, false, TOO_MANY",
        "factor, 20, 0, 0, false, TOO_MANY",
        "factor, 19, 0, 0, false, ALLOWED",
        "factor, 70, 0, 0, true, ALLOWED",
        "factor, 0, 5, 0, false, TOO_MANY"
    })
    void theDecisionDependsOnNameAndSource(
            String limits, int strangers, int fromHere, int ofDevice, boolean known, Decision decision) {
        SignInGuard guard = guard(limits);
        IntStream.range(0, strangers)
                .forEach(network -> guard.attempt("li.na", Optional.empty(), "203.0.113." + network));
        counters.takeTurn("operator:li.na", SignInLimits.PASSWORD_ALONE.pause());
        IntStream.range(0, ofDevice).forEach(number -> guard.attempt("li.na", DEVICE, "198.51.100.1"));
        IntStream.range(0, fromHere).forEach(number -> guard.attempt("li.na", Optional.empty(), "198.51.100.1"));
        assertEquals(decision, guard.attempt("li.na", known ? DEVICE : Optional.empty(), "198.51.100.1"));
        assertEquals(
                Decision.ALLOWED, guard.attempt("chen", Optional.empty(), "198.51.100.1"), "nobody else is concerned");
    }

    @Test
    void beyondTheLimitOfStrangersOneInEachPeriodIsStillVerified() {
        SignInGuard guard = guard("password");
        IntStream.range(0, 50).forEach(network -> guard.attempt("li.na", Optional.empty(), "203.0.113." + network));
        assertEquals(Decision.ALLOWED, guard.attempt("li.na", Optional.empty(), "192.0.2.1"));
        assertEquals(Decision.SLOW_DOWN, guard.attempt("li.na", Optional.empty(), "192.0.2.2"));
        counters.endTurns();
        assertEquals(Decision.ALLOWED, guard.attempt("li.na", Optional.empty(), "192.0.2.3"));
    }

    @Test
    void aSuccessGivesOnlyItsOwnSourceNewAttempts() {
        SignInGuard guard = guard("password");
        for (int attempt = 0; attempt < 5; attempt++) {
            guard.attempt("li.na", Optional.empty(), "192.0.2.1");
            guard.attempt("li.na", DEVICE, "192.0.2.1");
        }
        guard.succeeded("li.na", DEVICE, "192.0.2.1");
        assertEquals(Decision.ALLOWED, guard.attempt("li.na", DEVICE, "192.0.2.1"));
        assertEquals(Decision.TOO_MANY, guard.attempt("li.na", Optional.empty(), "192.0.2.1"));
    }

    private SignInGuard guard(String limits) {
        return new SignInGuard(
                "operator",
                counters,
                switch (limits) {
                    case "password" -> SignInLimits.PASSWORD_ALONE;
                    case "before" -> SignInLimits.BEFORE_FACTOR;
                    default -> SignInLimits.FACTOR;
                });
    }
}
