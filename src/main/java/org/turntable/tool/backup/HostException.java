package org.turntable.tool.backup;

/** An action on a host failed; the message is a sentence for the operator, with the host's own message. */
public final class HostException extends Exception {
    public HostException(String message) {
        super(message);
    }

    public HostException(String message, Throwable cause) {
        super(message, cause);
    }
}
