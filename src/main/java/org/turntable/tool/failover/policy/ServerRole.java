package org.turntable.tool.failover.policy;

/** The role in which a server starts: the value of MariaDB's option --init-rpl-role. */
public enum ServerRole {
    /** Keeps the end of its binlog, whether it was acknowledged or not. */
    MASTER,
    /**
     * Truncates the end of its binlog that was not acknowledged; only for a member whose successor has everything else.
     */
    SLAVE
}
