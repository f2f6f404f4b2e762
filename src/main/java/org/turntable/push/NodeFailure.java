package org.turntable.push;

/** A node did not do what was asked; the message says what it said. */
public final class NodeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public NodeFailure(String message) {
        super(message);
    }

    public NodeFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
