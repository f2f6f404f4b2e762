package org.turntable.backup;

/** Something could not be done on a host; the message is a sentence for a person, with what the host said. */
public final class HostFailure extends Exception {
    public HostFailure(String message) {
        super(message);
    }

    public HostFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
