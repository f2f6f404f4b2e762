package org.turntable.claim.redemption;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.PasswordHash;

/** Who may confirm redemptions. */
public interface Verifiers {
    /**
     * Somebody who may.
     *
     * @param store where
     * @param generation goes up when the password is set anew or the account is disabled
     */
    record Verifier(int id, String name, String store, PasswordHash password, int generation, boolean disabled) {}

    /** Who is signed in: good as long as the generation is. */
    record Session(int id, int generation) {}

    /** A line of the list. */
    record Listed(
            String name,
            String store,
            boolean disabled,
            Instant createdAt,
            String createdBy,
            long redemptions,
            Optional<Instant> lockedUntil) {}

    /**
     * A try to sign in, counted before the password is looked at, so that many at once are not more tries.
     *
     * @param verifier empty where there is none of that name, or the account is locked or disabled
     * @param lockedUntil until when it is locked; empty where it is not
     */
    record Try(Optional<Verifier> verifier, Optional<Instant> lockedUntil) {}

    /** Counts a try; one while the account is locked is not counted. */
    Try begin(String name) throws DatabaseUnavailableException;

    /** The password was right: the count begins anew. */
    void succeeded(int id) throws DatabaseUnavailableException;

    /**
     * Makes one.
     *
     * @return false where there is one of that name
     */
    boolean add(String name, String store, PasswordHash password, String by) throws DatabaseUnavailableException;

    /** All of them, by name. */
    List<Listed> list() throws DatabaseUnavailableException;

    /** Ends all sessions and rejects every sign-in; false where there is none of that name. */
    boolean disable(String name) throws DatabaseUnavailableException;

    /**
     * Sets a new password, ends all sessions, takes a lock away and lets a disabled one in again; false where there is
     * none of that name.
     */
    boolean reset(String name, PasswordHash password) throws DatabaseUnavailableException;
}
