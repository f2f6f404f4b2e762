package org.turntable.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A restart of the database as it should be done: the replica first, and the primary only when the replica has everything and there is a fresh
 * backup, in case it does not come up again. Draws and pages go on meanwhile; wins are "being confirmed".
 */
public final class Restart {
    private static final Duration CATCH_UP = Duration.ofMinutes(10);

    private final BackupFolder folder;
    private final Duration fresh;
    private final Clock clock;
    private final Steps steps;

    /**
     * @param folder where backups are kept
     * @param fresh  how old the newest may be
     * @param clock  tells the time
     * @param steps  is told what is done
     */
    public Restart(BackupFolder folder, Duration fresh, Clock clock, Steps steps) {
        this.folder = folder;
        this.fresh = fresh;
        this.clock = clock;
        this.steps = steps;
    }

    /** Everything that stands in the way; empty when it may be done. */
    public List<String> obstacles(Servers servers) throws HostFailure {
        List<String> obstacles = new ArrayList<>();
        Optional<DatabaseHost> writer = servers.writer();
        if (writer.isEmpty()) {
            obstacles.add("there is not exactly one server that takes writes");
            return obstacles;
        }
        HostState primary = servers.of(writer.get());
        if (primary.watched()) {
            obstacles.add("a fail-over agent watches, and would take it for a crash: turntable-ops switchover first, then restart what is the replica by then (--only)");
        }
        List<DatabaseHost> replicas = replicasOf(servers, writer.get());
        if (replicas.isEmpty()) {
            obstacles.add("no replica runs: if the primary does not come up again, nothing is left; rebuild one first");
        }
        for (DatabaseHost replica : replicas) {
            obstacles.addAll(obstacles(servers, writer.get(), replica));
        }
        if (primary.acknowledgers() < 1) {
            obstacles.add("no replica acknowledges the primary's commits");
        }
        Optional<Backup> newest = folder.newest();
        Instant now = clock.instant();
        if (newest.isEmpty() || newest.get().takenAt().plus(fresh).isBefore(now)) {
            obstacles.add("there is no backup of the last " + fresh.toHours() + " hours" + newest.map(backup -> ", the newest is of " + backup.takenAt()).orElse("")
                    + ": turntable-ops backup");
        }
        return obstacles;
    }

    private static List<DatabaseHost> replicasOf(Servers servers, DatabaseHost writer) {
        return servers.others(writer).stream().filter(host -> servers.of(host).running()).toList();
    }

    private static List<String> obstacles(Servers servers, DatabaseHost writer, DatabaseHost replica) {
        HostState state = servers.of(replica);
        if (!state.followsWell()) {
            return List.of(replica.address() + " does not replicate" + (state.followsError().isEmpty() ? "" : ": " + state.followsError()));
        }
        long behind = state.applied().behind(servers.of(writer).written());
        // The two were asked one after the other, and players draw: a handful may be under way.
        return behind > 1_000 ? List.of(replica.address() + " is " + behind + " transactions behind") : List.of();
    }

    /** Restarts the one replica alone. */
    public void only(Servers servers, DatabaseHost replica, String by, String reason) throws HostFailure {
        if (servers.of(replica).running() && servers.of(replica).open()) {
            throw new HostFailure(replica.address() + " is the writer: without --only the replica is restarted first, and the writer after it; or switch over");
        }
        DatabaseHost writer = servers.writer().orElseThrow(() -> new HostFailure("there is not exactly one server that takes writes"));
        folder.journal(clock.instant(), "restart " + replica.address() + ", by " + by + ": " + reason + ": begun");
        replica(replica, writer);
        folder.journal(clock.instant(), "restart " + replica.address() + ": done");
    }

    /** Restarts all: each replica, then the primary. */
    public void all(Servers servers, String by, String reason) throws HostFailure {
        List<String> obstacles = obstacles(servers);
        if (!obstacles.isEmpty()) {
            throw new HostFailure("not restarted: " + String.join("; ", obstacles));
        }
        DatabaseHost writer = servers.writer().orElseThrow();
        folder.journal(clock.instant(), "restart all, by " + by + ": " + reason + ": begun");
        List<DatabaseHost> replicas = replicasOf(servers, writer);
        for (DatabaseHost replica : replicas) {
            replica(replica, writer);
        }
        primary(writer, replicas.get(0));
        folder.journal(clock.instant(), "restart all: done");
    }

    private void replica(DatabaseHost replica, DatabaseHost writer) throws HostFailure {
        Steps.step(steps, "restarting the replica " + replica.address() + "; commits wait for it, wins are being confirmed", () -> {
            if (replica.state().running()) {
                replica.perform("stop");
            }
            replica.perform("start");
            return null;
        });
        Steps.step(steps, "waiting until it replicates and has caught up", () -> {
            Rebuild.awaitCaughtUp(replica, writer, CATCH_UP, steps);
            return null;
        });
        Steps.step(steps, "waiting until it acknowledges", () -> {
            awaitAcknowledger(writer);
            return null;
        });
    }

    private static void awaitAcknowledger(DatabaseHost writer) throws HostFailure {
        long end = System.nanoTime() + CATCH_UP.toNanos();
        while (writer.state().acknowledgers() < 1) {
            if (System.nanoTime() > end) {
                throw new HostFailure("no replica acknowledges the commits of " + writer.address());
            }
            Rebuild.sleep();
        }
    }

    private void primary(DatabaseHost writer, DatabaseHost replica) throws HostFailure {
        long begun = System.nanoTime();
        Steps.step(steps, "shedding: " + writer.address() + " takes no more writes; draws go on, wins are being confirmed", () -> {
            writer.perform("close");
            return null;
        });
        try {
            Steps.step(steps, "waiting until " + replica.address() + " has everything", () -> {
                Rebuild.awaitCaughtUp(replica, writer, CATCH_UP, steps);
                return null;
            });
        } catch (HostFailure behind) {
            // Nothing was stopped yet: players come first.
            writer.perform("open");
            throw new HostFailure("the primary was not restarted and takes writes again: " + behind.getMessage(), behind);
        }
        try {
            Steps.step(steps, "restarting the primary " + writer.address(), () -> {
                writer.perform("stop");
                writer.perform("start");
                return null;
            });
            Steps.step(steps, "opening it once a replica acknowledges", () -> {
                writer.perform("open");
                return "wins waited " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms";
            });
        } catch (HostFailure down) {
            folder.journal(clock.instant(), "restart all: the primary did not come back: " + down.getMessage());
            throw new HostFailure(down.getMessage() + ". " + replica.address() + " has every row that was acknowledged: promote it (turntable-ops switchover, or the run book by hand), "
                    + "and leave " + writer.address() + " as it is", down);
        }
    }
}
