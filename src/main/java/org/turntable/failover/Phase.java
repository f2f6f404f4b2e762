package org.turntable.failover;

/** Where a change of the writer stands. */
public enum Phase {
    /** None is under way; the writer is open, or to be opened. */
    OPEN,
    /** The old writer is being closed for a planned switchover; nothing is lost by opening it again. */
    CLOSING,
    /** A new writer was chosen and applies what it has received; it has not been opened yet. */
    PROMOTING
}
