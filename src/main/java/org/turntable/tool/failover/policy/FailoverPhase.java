package org.turntable.tool.failover.policy;

/** How far a change of the writer has come. */
public enum FailoverPhase {
    /** No change is in progress; the writer is open, or will be opened. */
    OPEN,
    /** The old writer is being closed for a planned switchover; it can be opened again without loss. */
    CLOSING,
    /** A new writer was chosen and applies its relay log; it has not been opened yet. */
    PROMOTING
}
