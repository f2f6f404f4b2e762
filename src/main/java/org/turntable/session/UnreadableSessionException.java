package org.turntable.session;

/** A stored session that this version cannot decode: damaged, of a later version, or of another program. */
final class UnreadableSessionException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableSessionException(String message) {
        super(message, null, false, false);
    }
}
