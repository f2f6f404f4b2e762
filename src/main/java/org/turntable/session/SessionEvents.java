package org.turntable.session;

/** Events for metrics; the default methods do nothing. */
public interface SessionEvents {
    /** No metrics. */
    SessionEvents NONE = new SessionEvents() {};

    /** A session was read. */
    default void loaded() {}

    /** A session was written. */
    default void saved() {}

    /** A request changed a session that another had ended meanwhile; its changes were dropped. */
    default void gone() {}

    /** A stored session could not be decoded and counts as none. */
    default void unreadable() {}

    /** The store was unavailable for a request that needed it. */
    default void unavailable() {}
}
