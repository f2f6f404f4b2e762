package org.turntable.tool.failover;

/** A request was refused; the message is one sentence for the operator. */
public final class RequestRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A refusal with its reason. */
    public RequestRefusedException(String message) {
        super(message);
    }
}
