package org.turntable.session;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where sessions are kept for all nodes: each is a hash of named fields, gone by itself after a time. */
public interface SessionStore {
    /**
     * All fields of a session.
     *
     * @return empty where there is none
     * @throws SessionsUnavailable when the store does not answer
     */
    Optional<Map<String, byte[]>> load(String id);

    /**
     * Applies a change in one atomic step.
     *
     * @return false when the session is gone, and nothing was written
     * @throws SessionsUnavailable when the store does not answer; the change may have been made or not
     */
    boolean save(Change change);

    /**
     * Ends a session; one that is gone already is no error.
     *
     * @throws SessionsUnavailable when the store does not answer
     */
    void delete(String id);

    /**
     * What one request changed.
     *
     * @param id      the session
     * @param newId   the id that it has from now on; the same where it stays
     * @param create  whether it is new; otherwise it must still be there
     * @param set     fields with their new values
     * @param removed fields that are gone
     * @param keep    how long it is kept from now on, more than zero
     */
    record Change(String id, String newId, boolean create, Map<String, byte[]> set, Set<String> removed, Duration keep) {
    }
}
