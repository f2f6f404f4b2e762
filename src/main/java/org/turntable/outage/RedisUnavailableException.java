package org.turntable.outage;

/**
 * Redis did not answer in time, refused the command, or is another server than the one that the caller has verified. A
 * command that was sent may or may not have been executed.
 *
 * <p>It has no stack trace, because during an outage every request creates one.
 */
public class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message for the log; no session id and no other secret
     * @param cause what the client library reported, or null
     */
    public RedisUnavailableException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
