package org.turntable.tool.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restarts the replica first, and the primary only when the replica has every transaction and there is a recent backup,
 * in case the primary does not start again. Draws and pages continue meanwhile; wins are "being confirmed".
 */
public final class RollingRestart {
    private static final Duration CATCH_UP = Duration.ofMinutes(10);

    private final BackupStore store;
    private final Duration maxBackupAge;
    private final Clock clock;
    private final StepListener steps;

    /**
     * @param store the backups
     * @param maxBackupAge maximum age of the newest backup
     * @param clock the current time
     * @param steps receives the progress
     */
    public RollingRestart(BackupStore store, Duration maxBackupAge, Clock clock, StepListener steps) {
        this.store = store;
        this.maxBackupAge = maxBackupAge;
        this.clock = clock;
        this.steps = steps;
    }

    /** Every precondition that is not met; empty when the restart may begin. */
    public List<String> obstacles(ServerStates servers) throws HostException {
        List<String> obstacles = new ArrayList<>();
        Optional<DatabaseHost> writer = servers.writer();
        if (writer.isEmpty()) {
            obstacles.add("there is not exactly one server that takes writes");
            return obstacles;
        }
        HostState primary = servers.of(writer.get());
        if (primary.agentActive()) {
            obstacles.add("a fail-over agent is active and would treat it as a crash: turntable-ops switchover first, "
                    + "then restart the new replica (--only)");
        }
        List<DatabaseHost> replicas = replicasOf(servers, writer.get());
        if (replicas.isEmpty()) {
            obstacles.add("no replica runs: if the primary does not start again, no server is left; rebuild one first");
        }
        for (DatabaseHost replica : replicas) {
            obstacles.addAll(obstacles(servers, writer.get(), replica));
        }
        if (primary.semiSyncReplicas() < 1) {
            obstacles.add("no replica acknowledges the primary's commits");
        }
        Optional<Backup> newest = store.newest();
        Instant now = clock.instant();
        if (newest.isEmpty() || newest.get().takenAt().plus(maxBackupAge).isBefore(now)) {
            obstacles.add("there is no backup of the last " + maxBackupAge.toHours() + " hours"
                    + newest.map(backup -> ", the newest is of " + backup.takenAt())
                            .orElse("") + ": turntable-ops backup");
        }
        return obstacles;
    }

    private static List<DatabaseHost> replicasOf(ServerStates servers, DatabaseHost writer) {
        return servers.others(writer).stream()
                .filter(host -> servers.of(host).running())
                .toList();
    }

    private static List<String> obstacles(ServerStates servers, DatabaseHost writer, DatabaseHost replica) {
        HostState state = servers.of(replica);
        if (!state.replicating()) {
            return List.of(replica.address() + " does not replicate"
                    + (state.replicationError().isEmpty() ? "" : ": " + state.replicationError()));
        }
        long behind = state.appliedPosition().behind(servers.of(writer).binlogPosition());
        // The two were asked one after the other, and players draw: a few transactions may be in progress.
        return behind > 1_000 ? List.of(replica.address() + " is " + behind + " transactions behind") : List.of();
    }

    /** Restarts one replica only. */
    public void restartReplica(ServerStates servers, DatabaseHost replica, String by, String reason)
            throws HostException {
        if (servers.of(replica).running() && servers.of(replica).open()) {
            throw new HostException(replica.address()
                    + " is the writer: without --only the replica is restarted first, and the writer after "
                    + "it; or switch over");
        }
        DatabaseHost writer = servers.writer()
                .orElseThrow(() -> new HostException("there is not exactly one server that takes writes"));
        store.appendJournal(clock.instant(), "restart " + replica.address() + ", by " + by + ": " + reason + ": begun");
        restart(replica, writer);
        store.appendJournal(clock.instant(), "restart " + replica.address() + ": done");
    }

    /** Restarts all servers: each replica, then the primary. */
    public void restartAll(ServerStates servers, String by, String reason) throws HostException {
        List<String> obstacles = obstacles(servers);
        if (!obstacles.isEmpty()) {
            throw new HostException("not restarted: " + String.join("; ", obstacles));
        }
        DatabaseHost writer = servers.writer().orElseThrow();
        store.appendJournal(clock.instant(), "restart all, by " + by + ": " + reason + ": begun");
        List<DatabaseHost> replicas = replicasOf(servers, writer);
        for (DatabaseHost replica : replicas) {
            restart(replica, writer);
        }
        restartPrimary(writer, replicas.get(0));
        store.appendJournal(clock.instant(), "restart all: done");
    }

    private void restart(DatabaseHost replica, DatabaseHost writer) throws HostException {
        StepListener.step(
                steps,
                "restarting the replica " + replica.address() + "; commits wait for it, wins are being confirmed",
                () -> {
                    if (replica.state().running()) {
                        replica.perform("stop");
                    }
                    replica.perform("start");
                    return null;
                });
        StepListener.step(steps, "waiting until it replicates and has caught up", () -> {
            ReplicaRebuild.awaitCaughtUp(replica, writer, CATCH_UP, steps);
            return null;
        });
        StepListener.step(steps, "waiting until it acknowledges", () -> {
            awaitAcknowledger(writer);
            return null;
        });
    }

    private static void awaitAcknowledger(DatabaseHost writer) throws HostException {
        long end = System.nanoTime() + CATCH_UP.toNanos();
        while (writer.state().semiSyncReplicas() < 1) {
            if (System.nanoTime() > end) {
                throw new HostException("no replica acknowledges the commits of " + writer.address());
            }
            ReplicaRebuild.sleep();
        }
    }

    private void restartPrimary(DatabaseHost writer, DatabaseHost replica) throws HostException {
        long startedAt = System.nanoTime();
        StepListener.step(
                steps,
                "closing the primary " + writer.address() + " for writes; draws continue, wins are being confirmed",
                () -> {
                    writer.perform("close");
                    return null;
                });
        try {
            StepListener.step(steps, "waiting until " + replica.address() + " has everything", () -> {
                ReplicaRebuild.awaitCaughtUp(replica, writer, CATCH_UP, steps);
                return null;
            });
        } catch (HostException behind) {
            // Nothing was stopped yet: players come first.
            writer.perform("open");
            throw new HostException(
                    "the primary was not restarted and takes writes again: " + behind.getMessage(), behind);
        }
        try {
            StepListener.step(steps, "restarting the primary " + writer.address(), () -> {
                writer.perform("stop");
                writer.perform("start");
                return null;
            });
            StepListener.step(steps, "opening it once a replica acknowledges", () -> {
                writer.perform("open");
                return "wins waited "
                        + Duration.ofNanos(System.nanoTime() - startedAt).toMillis() + " ms";
            });
        } catch (HostException down) {
            store.appendJournal(clock.instant(), "restart all: the primary did not come back: " + down.getMessage());
            throw new HostException(
                    down.getMessage() + ". " + replica.address()
                            + " has every row that was acknowledged: promote it (turntable-ops switchover, or the "
                            + "run book by hand), "
                            + "and leave " + writer.address() + " as it is",
                    down);
        }
    }
}
