package org.turntable.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All database servers with what they say of themselves at one moment. */
public final class Servers {
    private final Map<DatabaseHost, HostState> states = new LinkedHashMap<>();

    private Servers() {
    }

    /** Looks at all of them. */
    public static Servers look(List<DatabaseHost> hosts) throws HostFailure {
        Servers servers = new Servers();
        for (DatabaseHost host : hosts) {
            servers.states.put(host, host.state());
        }
        return servers;
    }

    HostState of(DatabaseHost host) {
        return states.get(host);
    }

    /** The one that takes writes; empty when none or more than one does. */
    public Optional<DatabaseHost> writer() {
        List<DatabaseHost> open = states.keySet().stream().filter(host -> of(host).running() && of(host).open()).toList();
        return open.size() == 1 ? Optional.of(open.get(0)) : Optional.empty();
    }

    /** Those that run and take no writes. */
    public List<DatabaseHost> replicas() {
        return states.keySet().stream().filter(host -> of(host).running() && !of(host).open()).toList();
    }

    /** The one at that address. */
    public DatabaseHost named(String address) throws HostFailure {
        return states.keySet().stream().filter(host -> host.address().equals(address)).findFirst().orElseThrow(() -> new HostFailure(
                "there is no server " + address + " in database.hosts: " + String.join(", ", states.keySet().stream().map(DatabaseHost::address).toList())));
    }

    List<DatabaseHost> others(DatabaseHost host) {
        return states.keySet().stream().filter(other -> other != host).toList();
    }

    /** Refuses to copy a server whose commits hang. */
    static void refuseHanging(DatabaseHost host, HostState state) throws HostFailure {
        if (state.hangs()) {
            throw new HostFailure(host.address() + " waits for a replica and none acknowledges: its commits hang, and a copy would wait for them. Let it answer alone first: "
                    + "turntable-ops single-copy enter, or without an agent SET GLOBAL rpl_semi_sync_master_enabled = OFF there, and ON again afterwards");
        }
    }

    /** One line a server, for persons. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        states.forEach((host, state) -> lines.add(String.format("%s  %s", host.address(), !state.running() ? state.silent() ? "its process is there and does not answer" : "does not run"
                : "MariaDB " + state.version() + (state.open() ? ", takes writes, " + (state.waitsForReplicas() ? state.acknowledgers() + " acknowledge" : "answers alone") : ", closed"
                + (state.follows().isEmpty() ? ", follows nobody" : ", follows " + state.follows() + (state.followsWell() ? "" : " and stands still: " + state.followsError()))))));
        return lines;
    }
}
