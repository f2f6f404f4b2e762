package org.turntable.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;

/** The second factors of operators: a sealed secret, the last accepted time step, and recovery codes. */
public interface OperatorFactors {
    /** A token that allows a set-up. */
    record Enrolment(byte[] tokenHash, Instant until) {}

    /**
     * What is to be stored at a set-up.
     *
     * @param sealed the secret, as {@link FactorSeal} made it
     * @param step the time step of the code with which the app was proved
     * @param recovery hashes of the recovery codes
     */
    record NewFactor(byte[] sealed, long step, List<byte[]> recovery) {}

    /** The unused token of an operator, also one that is not valid any more. */
    Optional<Enrolment> enrolment(String operator) throws DatabaseUnavailableException;

    /**
     * Uses the code of a step, in one compare-and-set on the operator's row.
     *
     * @return false when a code of this or of a later step was used before, on any node
     */
    boolean useStep(String operator, long step) throws DatabaseUnavailableException;

    /** Uses a recovery code; false when there is none with this hash, or it was used. */
    boolean useRecoveryCode(String operator, byte[] hash, Instant now) throws DatabaseUnavailableException;

    /**
     * Sets up a factor and uses the token. All sessions of the operator end, and former recovery codes are deleted.
     *
     * @return false when the token is not the operator's, not valid any more or used, or the account is disabled
     */
    boolean setUp(String operator, byte[] tokenHash, NewFactor factor, Instant now) throws DatabaseUnavailableException;

    /**
     * Allows a set-up with a token; a former token is not valid any more.
     *
     * @throws OperatorAccounts.RefusedException when there is no such operator, or one with a factor
     */
    void enrol(String operator, Enrolment enrolment, String byWhom, Instant now)
            throws OperatorAccounts.RefusedException, DatabaseUnavailableException;

    /**
     * Removes the factor and its recovery codes, ends all sessions, and allows a new set-up.
     *
     * @throws OperatorAccounts.RefusedException when there is no such operator
     */
    void reset(String operator, Enrolment enrolment, String byWhom, String reason, Instant now)
            throws OperatorAccounts.RefusedException, DatabaseUnavailableException;
}
