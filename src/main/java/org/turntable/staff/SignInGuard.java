package org.turntable.staff;

import java.util.Optional;
import org.turntable.staff.SignInLimits.Decision;

/**
 * Counts attempts so that guessing is slow and a lock is no weapon: by name and source. A device that signed in before
 * has a counter of its own, which nobody else can fill. An attempt is counted before anything is compared: of 100
 * guesses sent at once, five are verified. Names without an account are counted like others.
 */
public final class SignInGuard {
    private static final String STRANGERS = "strangers";

    private final String kind;
    private final SignInCounters counters;
    private final SignInLimits limits;

    /** @param kind what is attempted, such as {@code operator}; part of the counters' names */
    public SignInGuard(String kind, SignInCounters counters, SignInLimits limits) {
        this.kind = kind;
        this.counters = counters;
        this.limits = limits;
    }

    /** What is attempted. */
    public String kind() {
        return kind;
    }

    /**
     * Counts an attempt and decides about it.
     *
     * @param device id of a device that signed in under this name before
     * @param network of the client
     */
    public Decision attempt(String name, Optional<String> device, String network) {
        String subject = subject(name);
        Decision own = limits.ofSource(counters.add(subject, source(device, network), SignInLimits.SOURCE_WINDOW));
        if (own != Decision.ALLOWED || device.isPresent() || limits.ofStrangers() == 0) {
            return own;
        }
        if (limits.allowsStrangers(counters.add(subject, STRANGERS, SignInLimits.STRANGERS_WINDOW))) {
            return Decision.ALLOWED;
        }
        if (limits.pause().isZero()) {
            return Decision.TOO_MANY;
        }
        return counters.takeTurn(subject, limits.pause()) ? Decision.ALLOWED : Decision.SLOW_DOWN;
    }

    /** The attempt was right: its source starts again. */
    public void succeeded(String name, Optional<String> device, String network) {
        counters.clear(subject(name), source(device, network));
    }

    private String subject(String name) {
        return kind + ":" + name;
    }

    private static String source(Optional<String> device, String network) {
        return device.map(id -> "device:" + id).orElse("from:" + network);
    }
}
