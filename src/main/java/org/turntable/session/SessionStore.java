package org.turntable.session;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turntable.outage.RedisUnavailableException;

/** Stores the sessions of all nodes: each is a hash of named fields that expires. */
public interface SessionStore {
    /**
     * All fields of a session.
     *
     * @return empty where there is none
     * @throws RedisUnavailableException when the store is unavailable
     */
    Optional<Map<String, byte[]>> load(String id);

    /**
     * Applies a change in one atomic step.
     *
     * @return false when the session does not exist, and nothing was written
     * @throws RedisUnavailableException when the store is unavailable; the change may have been made or not
     */
    boolean save(Change change);

    /**
     * Ends a session; a missing one is no error.
     *
     * @throws RedisUnavailableException when the store is unavailable
     */
    void delete(String id);

    /**
     * What one request changed.
     *
     * @param id the session
     * @param newId the id that it has from now on; the same where it stays
     * @param create whether it is new; otherwise it must still be there
     * @param set fields with their new values
     * @param removed fields to be removed
     * @param keep how long it is kept from now on, more than zero
     */
    record Change(
            String id, String newId, boolean create, Map<String, byte[]> set, Set<String> removed, Duration keep) {}
}
