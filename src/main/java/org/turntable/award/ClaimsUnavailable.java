package org.turntable.award;

/** What became of a prize cannot be known or changed now: the database does not answer, or too many ask at once. */
public final class ClaimsUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message for the log; nothing of a person */
    public ClaimsUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
