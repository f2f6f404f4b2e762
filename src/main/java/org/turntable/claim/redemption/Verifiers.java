package org.turntable.claim.redemption;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.PasswordHash;

/** Who may confirm redemptions. Every change of an account is recorded with its author. */
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
    record Listed(String name, String store, boolean disabled, Instant createdAt, String createdBy, long redemptions) {}

    /** The account with this name, also a disabled one; empty where its stored hash is malformed. */
    Optional<Verifier> find(String name) throws DatabaseUnavailableException;

    /** The password was right. A node with an earlier WAR counts failures in the account: its count begins anew. */
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
    boolean disable(String name, String by) throws DatabaseUnavailableException;

    /**
     * Sets a new password, ends all sessions and lets a disabled one in again; false where there is none of that name.
     */
    boolean reset(String name, PasswordHash password, String by) throws DatabaseUnavailableException;
}
