package org.turntable.session;

/** What an operator may want to count; every method does nothing by itself. */
public interface SessionEvents {
    /** Nobody counts. */
    SessionEvents NONE = new SessionEvents() {
    };

    /** A session was read. */
    default void loaded() {
    }

    /** A session was written. */
    default void saved() {
    }

    /** A request changed a session that another had ended meanwhile; its changes were dropped. */
    default void gone() {
    }

    /** A stored session could not be understood and counts as none. */
    default void unreadable() {
    }

    /** The store did not answer a request that needed it. */
    default void unavailable() {
    }
}
