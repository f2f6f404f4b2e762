package org.turntable.outage;

/**
 * The database did not answer in time, is read-only, the connection broke, or too many requests of this node already
 * wait for it. A transaction that had begun may or may not have been committed.
 */
public final class DatabaseUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message for the log; no personal data
     * @param cause what the driver reported, or null
     */
    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
