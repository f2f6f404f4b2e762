package org.turntable.tool.failover.policy;

/** Whether the mode of the cluster state can have changed while no agent was running. */
public enum ModeTrust {
    /** It cannot: this agent stored or observed it, or ran until moments ago. */
    CONFIRMED,
    /** A person says that it did not. */
    VOUCHED,
    /** It can: somebody may have switched semi-synchronous replication off by hand. */
    UNCONFIRMED
}
