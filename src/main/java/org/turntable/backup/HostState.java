package org.turntable.backup;

import java.util.Map;

/**
 * What a host says of its server.
 *
 * @param running         whether it answers
 * @param silent          whether its process is there and does not answer
 * @param open            whether it takes writes
 * @param version         the server's version; empty while it does not answer
 * @param backupVersion   the version of the program that copies it
 * @param dataBytes       size of its data folder
 * @param freeBytes       free space beside it
 * @param written         everything in its binlog
 * @param history         the same, by the server that wrote it first
 * @param applied         everything that it applied as a replica
 * @param follows         whom it follows, address:port; empty for nobody
 * @param followsWell     whether both of its replication threads run
 * @param followsError    what is in their way; empty for nothing
 * @param waitsForReplicas whether its commits wait until a replica acknowledges them
 * @param acknowledgers   replicas that acknowledge its commits
 * @param watched         whether a fail-over agent watches it
 */
public record HostState(boolean running, boolean silent, boolean open, String version, String backupVersion, long dataBytes, long freeBytes, Gtids written,
                        Gtids history, Gtids applied, String follows, boolean followsWell, String followsError, boolean waitsForReplicas,
                        int acknowledgers, boolean watched) {

    /**
     * Reads what the script's {@code state} answers.
     *
     * @throws IllegalArgumentException when a value is none, or a running server does not say whether it takes writes
     */
    public static HostState of(Map<String, String> facts) {
        if ("yes".equals(facts.get("running")) && !facts.getOrDefault("read_only", "").matches("[01]")) {
            // Taken for closed, an open one could be overwritten.
            throw new IllegalArgumentException("it does not say whether it takes writes: read_only=" + facts.get("read_only"));
        }
        String host = facts.getOrDefault("slave.host", "");
        return new HostState("yes".equals(facts.get("running")), "silent".equals(facts.get("running")), "0".equals(facts.get("read_only")),
                facts.getOrDefault("server", ""), facts.getOrDefault("backup", ""), number(facts, "data.bytes"), number(facts, "free.bytes"),
                Gtids.position(facts.getOrDefault("gtid.binlog", "")), Gtids.history(facts.getOrDefault("gtid.state", "")),
                Gtids.position(facts.getOrDefault("gtid.slave", "")),
                host.isEmpty() ? "" : host + ":" + facts.get("slave.port"), "Yes".equals(facts.get("slave.io")) && "Yes".equals(facts.get("slave.sql")),
                facts.getOrDefault("slave.error", ""), number(facts, "semi_sync.master") == 1, (int) number(facts, "semi_sync.clients"), number(facts, "agent") != 0);
    }

    private static long number(Map<String, String> facts, String key) {
        String text = facts.getOrDefault(key, "0");
        try {
            return text.isBlank() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException odd) {
            throw new IllegalArgumentException(key + "=" + text + " is no number");
        }
    }

    /** Whether its commits hang: then so does whoever copies it, because a copy waits for the commits that are under way (measured on 10.11). */
    public boolean hangs() {
        return running && open && waitsForReplicas && acknowledgers == 0;
    }

    /** Everything that it has, whichever way it came. */
    public Gtids all() {
        return written.reached().isEmpty() ? applied : written;
    }
}
