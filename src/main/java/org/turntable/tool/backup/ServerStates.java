package org.turntable.tool.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The states of all database servers, read one after the other. */
public final class ServerStates {
    private final Map<DatabaseHost, HostState> states = new LinkedHashMap<>();

    private ServerStates() {}

    /** Reads the state of each server. */
    public static ServerStates read(List<DatabaseHost> hosts) throws HostException {
        ServerStates servers = new ServerStates();
        for (DatabaseHost host : hosts) {
            servers.states.put(host, host.state());
        }
        return servers;
    }

    HostState of(DatabaseHost host) {
        return states.get(host);
    }

    /** The server that accepts writes; empty when none or more than one does. */
    public Optional<DatabaseHost> writer() {
        List<DatabaseHost> open = states.keySet().stream()
                .filter(host -> of(host).running() && of(host).open())
                .toList();
        return open.size() == 1 ? Optional.of(open.get(0)) : Optional.empty();
    }

    /** The servers that run and are read-only. */
    public List<DatabaseHost> replicas() {
        return states.keySet().stream()
                .filter(host -> of(host).running() && !of(host).open())
                .toList();
    }

    /** The server at that address. */
    public DatabaseHost find(String address) throws HostException {
        return states.keySet().stream()
                .filter(host -> host.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new HostException("there is no server " + address + " in database.hosts: "
                        + String.join(
                                ", ",
                                states.keySet().stream()
                                        .map(DatabaseHost::address)
                                        .toList())));
    }

    List<DatabaseHost> others(DatabaseHost host) {
        return states.keySet().stream().filter(other -> other != host).toList();
    }

    /** Throws when the commits of a server are blocked: it cannot be copied. */
    static void refuseBlockedCommits(DatabaseHost host, HostState state) throws HostException {
        if (state.commitsBlocked()) {
            throw new HostException(host.address()
                    + " waits for a replica and none acknowledges: its commits are blocked, and a copy would wait "
                    + "for them. Enter single-copy mode first: "
                    + "turntable-ops single-copy enter, or without an agent SET GLOBAL "
                    + "rpl_semi_sync_master_enabled = OFF there, and ON again afterwards");
        }
    }

    /** One line for each server, for the operator. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        states.forEach((host, state) -> lines.add(String.format(
                "%s  %s",
                host.address(),
                !state.running()
                        ? state.unresponsive() ? "its process runs but does not answer" : "does not run"
                        : "MariaDB " + state.version()
                                + (state.open()
                                        ? ", accepts writes, "
                                                + (state.semiSync()
                                                        ? state.semiSyncReplicas() + " acknowledge"
                                                        : "commits without a replica")
                                        : ", closed"
                                                + (state.source().isEmpty()
                                                        ? ", does not replicate"
                                                        : ", replicates from " + state.source()
                                                                + (state.replicating()
                                                                        ? ""
                                                                        : " but has stopped: "
                                                                                + state.replicationError()))))));
        return lines;
    }
}
