package org.turntable.failover;

/** A node did not do what it was asked. */
public final class MemberFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the failure tells about the node. */
    public enum Kind {
        /** Nothing listens there, or the connection broke: no server runs, or the way to it is cut. */
        GONE,
        /** It did not answer in time. */
        SILENT,
        /** It answered, with an error. */
        REFUSED
    }

    private final Kind kind;

    /** A failure with the server's or the driver's own words. */
    public MemberFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What it tells about the node. */
    public Kind kind() {
        return kind;
    }
}
