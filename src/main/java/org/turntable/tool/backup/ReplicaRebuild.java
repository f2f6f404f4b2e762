package org.turntable.tool.backup;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Rebuilds a replica from a copy of another server. */
public final class ReplicaRebuild {
    private static final Duration CATCH_UP = Duration.ofHours(6);
    private static final Duration POLL = Duration.ofMillis(500);

    private final BackupStore store;
    private final Clock clock;
    private final StepListener steps;

    /**
     * @param store keeps the journal
     * @param clock gives the times of its entries
     * @param steps receives the progress
     */
    public ReplicaRebuild(BackupStore store, Clock clock, StepListener steps) {
        this.store = store;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Checks the preconditions of a rebuild. @throws HostException with the one that is not met
     *
     * @param lose the address whose own transactions may be lost; null for none
     */
    public void check(ServerStates servers, DatabaseHost target, DatabaseHost from, String lose) throws HostException {
        HostState targetState = servers.of(target);
        HostState fromState = servers.of(from);
        if (target.address().equals(from.address())) {
            throw new HostException("a server is not rebuilt from itself; name the other one");
        }
        if (targetState.running() && targetState.open()) {
            throw new HostException(target.address() + " is the writer: it is never rebuilt; switch over first");
        }
        if (!fromState.running()) {
            throw new HostException(from.address() + " does not run, so there is nothing to copy");
        }
        ServerStates.refuseBlockedCommits(from, fromState);
        if (fromState.agentActive() && fromState.semiSync()) {
            throw new HostException("a fail-over agent is active, and would start " + target.address()
                    + " in the middle of it: turntable-ops single-copy enter first, rejoin afterwards");
        }
        if (!fromState.version().equals(fromState.backupVersion())
                || !fromState.backupVersion().equals(targetState.backupVersion())) {
            throw new HostException("both hosts need the mariadb-backup of the server's version " + fromState.version()
                    + "; " + from.address() + " has " + fromState.backupVersion() + ", " + target.address() + " has "
                    + targetState.backupVersion());
        }
        // The old data folder is kept on the same disk.
        long needed = fromState.dataBytes() + fromState.dataBytes() / 5;
        if (targetState.freeBytes() < needed) {
            throw new HostException(String.format(
                    "the disk of %s would fill: it needs %,d MB beside the data folder that is kept, %,d MB are free",
                    target.address(), needed >> 20, targetState.freeBytes() >> 20));
        }
        checkLoss(targetState, fromState, target, from, lose);
    }

    private static void checkLoss(
            HostState targetState, HostState fromState, DatabaseHost target, DatabaseHost from, String lose)
            throws HostException {
        if (target.address().equals(lose)) {
            return;
        }
        if (lose != null) {
            throw new HostException("--lose names " + lose + ", and " + target.address() + " is to be rebuilt");
        }
        if (!targetState.running()) {
            throw new HostException(target.address() + " does not run, so it cannot be known whether it has rows that "
                    + from.address() + " has not: start it, or say --lose " + target.address());
        }
        long alone = Math.max(
                fromState.history().behind(targetState.history()),
                fromState.position().behind(targetState.position()));
        if (alone > 0) {
            throw new HostException(target.address() + " has transactions, up to " + alone + ", that " + from.address()
                    + " does not have: they would be lost. Check them first, or give --lose " + target.address());
        }
    }

    /** Rebuilds the replica. Returns the path where its old data folder is kept. */
    public String run(
            ServerStates servers, DatabaseHost target, DatabaseHost from, String lose, String by, String reason)
            throws HostException {
        check(servers, target, from, lose);
        String entry = "rebuild " + target.address() + " from " + from.address()
                + (lose == null ? "" : " --lose " + lose) + ", by " + by + ": " + reason;
        store.appendJournal(clock.instant(), entry + ": begun");
        long expected = servers.of(from).dataBytes();
        StepListener.step(steps, "copying " + from.address() + " to " + target.address(), () -> {
            Map<String, String> received =
                    target.receive(sink -> from.backup(new ProgressTracker(sink, expected, steps)));
            return "up to GTID " + position(target, received.getOrDefault("position", ""));
        });
        // Checked again: the server may have been opened during the copy.
        check(ServerStates.read(List.of(target, from)), target, from, lose);
        if (target.state().running() || target.state().unresponsive()) {
            StepListener.step(steps, "stopping " + target.address(), () -> {
                target.perform("stop");
                return null;
            });
        }
        String[] kept = {""};
        StepListener.step(steps, "putting the copy in its data folder's place", () -> {
            kept[0] = target.perform("install").getOrDefault("kept", "");
            return kept[0].isEmpty() ? null : "the old one is kept as " + kept[0];
        });
        StepListener.step(steps, "starting " + target.address(), () -> {
            target.perform("start");
            return null;
        });
        StepListener.step(steps, "following " + from.address(), () -> {
            int colon = from.address().lastIndexOf(':');
            target.perform(
                    "follow", from.address().substring(0, colon), from.address().substring(colon + 1));
            return null;
        });
        StepListener.step(steps, "catching up", () -> {
            awaitCaughtUp(target, from, CATCH_UP, steps);
            return null;
        });
        store.appendJournal(clock.instant(), entry + ": done");
        return kept[0];
    }

    /** It comes from the copy: whatever it is used for, it is a list of GTIDs. */
    private static String position(DatabaseHost target, String reported) throws HostException {
        try {
            GtidSet.position(reported);
            return reported.isEmpty() ? "?" : reported;
        } catch (IllegalArgumentException malformed) {
            throw new HostException(
                    target.address() + " reports an invalid position of the copy: " + malformed.getMessage(),
                    malformed);
        }
    }

    /** Waits until a replica has applied everything that the other server has now, and replicates. */
    static void awaitCaughtUp(DatabaseHost replica, DatabaseHost from, Duration limit, StepListener steps)
            throws HostException {
        GtidSet goal = from.state().position();
        long end = System.nanoTime() + limit.toNanos();
        long first = -1;
        while (true) {
            HostState state = replica.state();
            if (!state.replicationError().isEmpty() && !state.replicating()) {
                throw new HostException(replica.address() + " has stopped replicating: " + state.replicationError()
                        + ". Never skip a transaction; the run book says what to do");
            }
            long behind = state.appliedPosition().behind(goal);
            first = Math.max(first, behind);
            steps.progress(first - behind, first, "transactions");
            if (behind == 0 && state.replicating()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new HostException(replica.address() + " has not caught up with " + from.address() + " within "
                        + limit.toMinutes() + " minutes: " + behind + " transactions are missing"
                        + (state.replicating() ? "" : ", and it does not replicate"));
            }
            sleep();
        }
    }

    static void sleep() throws HostException {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted", stopped);
        }
    }
}
