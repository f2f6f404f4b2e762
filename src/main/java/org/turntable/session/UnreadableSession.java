package org.turntable.session;

/** A stored session that this version does not understand: damaged, from the future, or put there by somebody else. */
final class UnreadableSession extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableSession(String message) {
        super(message, null, false, false);
    }
}
