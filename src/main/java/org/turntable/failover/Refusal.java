package org.turntable.failover;

/** What a person asked for cannot be done, in one sentence. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** A refusal with its reason. */
    public Refusal(String message) {
        super(message);
    }
}
