package org.turntable.session;

/**
 * The store of sessions does not answer. Whoever needs a session now is told to come back; a node never makes up one of its own, which
 * the next node would not know.
 */
public final class SessionsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for the log; no session's id */
    public SessionsUnavailable(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
