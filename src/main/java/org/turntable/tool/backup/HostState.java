package org.turntable.tool.backup;

import java.util.Map;

/**
 * The state of a server, as its host reports it.
 *
 * @param running whether the server answers
 * @param unresponsive whether its process runs but does not answer
 * @param open whether it accepts writes
 * @param version the server's version; empty while it does not answer
 * @param backupVersion the version of its mariadb-backup
 * @param dataBytes the size of its data folder
 * @param freeBytes the free space on the same disk
 * @param binlogPosition the GTID position of its binlog
 * @param history the same for each server that wrote first
 * @param appliedPosition the GTID position that it has applied as a replica
 * @param source the server it replicates from, address:port; empty without replication
 * @param replicating whether both of its replication threads run
 * @param replicationError the last replication error; empty without one
 * @param semiSync whether its commits wait for the acknowledgement of a replica
 * @param semiSyncReplicas connected replicas that acknowledge its commits
 * @param agentActive whether a fail-over agent holds its lock on it
 */
public record HostState(
        boolean running,
        boolean unresponsive,
        boolean open,
        String version,
        String backupVersion,
        long dataBytes,
        long freeBytes,
        GtidSet binlogPosition,
        GtidSet history,
        GtidSet appliedPosition,
        String source,
        boolean replicating,
        String replicationError,
        boolean semiSync,
        int semiSyncReplicas,
        boolean agentActive) {

    /**
     * Parses the answer of the script's action {@code state}.
     *
     * @throws IllegalArgumentException when a value is invalid, or a running server does not report read_only
     */
    public static HostState of(Map<String, String> fields) {
        if ("yes".equals(fields.get("running"))
                && !fields.getOrDefault("read_only", "").matches("[01]")) {
            // With a default of closed, an open server could be overwritten.
            throw new IllegalArgumentException(
                    "it does not report whether it accepts writes: read_only=" + fields.get("read_only"));
        }
        String host = fields.getOrDefault("slave.host", "");
        return new HostState(
                "yes".equals(fields.get("running")),
                "silent".equals(fields.get("running")),
                "0".equals(fields.get("read_only")),
                fields.getOrDefault("server", ""),
                fields.getOrDefault("backup", ""),
                number(fields, "data.bytes"),
                number(fields, "free.bytes"),
                GtidSet.position(fields.getOrDefault("gtid.binlog", "")),
                GtidSet.history(fields.getOrDefault("gtid.state", "")),
                GtidSet.position(fields.getOrDefault("gtid.slave", "")),
                host.isEmpty() ? "" : host + ":" + fields.get("slave.port"),
                "Yes".equals(fields.get("slave.io")) && "Yes".equals(fields.get("slave.sql")),
                fields.getOrDefault("slave.error", ""),
                number(fields, "semi_sync.master") == 1,
                (int) number(fields, "semi_sync.clients"),
                number(fields, "agent") != 0);
    }

    private static long number(Map<String, String> fields, String key) {
        String text = fields.getOrDefault(key, "0");
        try {
            return text.isBlank() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(key + "=" + text + " is not a number");
        }
    }

    /**
     * Whether its commits are blocked. A copy would be blocked too, because it waits for the commits in progress
     * (measured on 10.11).
     */
    public boolean commitsBlocked() {
        return running && open && semiSync && semiSyncReplicas == 0;
    }

    /** The GTID position of all its transactions, whether it wrote or applied them. */
    public GtidSet position() {
        return binlogPosition.reached().isEmpty() ? appliedPosition : binlogPosition;
    }
}
