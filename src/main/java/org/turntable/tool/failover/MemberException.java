package org.turntable.tool.failover;

/** An operation on a member failed. */
public final class MemberException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the failure says about the server. */
    public enum Kind {
        /** The connection was refused or broke: no server runs there, or the network is interrupted. */
        UNREACHABLE,
        /** It did not answer in time. */
        TIMED_OUT,
        /** It answered, with an error. */
        ERROR
    }

    private final Kind kind;

    /** A failure with the message of the server or the driver. */
    public MemberException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What it says about the server. */
    public Kind kind() {
        return kind;
    }
}
