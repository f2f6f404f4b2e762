package org.turntable.failover;

/** The role in which a node boots: what MariaDB's option --init-rpl-role is given. */
public enum Role {
    /** Keeps the end of its binlog, whether it was acknowledged or not. */
    MASTER,
    /** Truncates the end of its binlog that was not acknowledged; only for a node whose successor holds everything else. */
    SLAVE
}
