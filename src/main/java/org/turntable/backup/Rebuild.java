package org.turntable.backup;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Makes a server a replica again, of a copy of another one. */
public final class Rebuild {
    private static final Duration CATCH_UP = Duration.ofHours(6);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final BackupFolder folder;
    private final Clock clock;
    private final Steps steps;

    /**
     * @param folder keeps the journal
     * @param clock  dates it
     * @param steps  is told what is done
     */
    public Rebuild(BackupFolder folder, Clock clock, Steps steps) {
        this.folder = folder;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Why it must not be done; throws the sentence.
     *
     * @param lose the address that was named as one whose own data may go; null for none
     */
    public void check(Servers servers, DatabaseHost target, DatabaseHost from, String lose) throws HostFailure {
        HostState there = servers.of(target);
        HostState source = servers.of(from);
        if (target.address().equals(from.address())) {
            throw new HostFailure("a server is not rebuilt from itself; name the other one");
        }
        if (there.running() && there.open()) {
            throw new HostFailure(target.address() + " is the writer: it is never rebuilt; switch over first");
        }
        if (!source.running()) {
            throw new HostFailure(from.address() + " does not run, so there is nothing to copy");
        }
        Servers.refuseHanging(from, source);
        if (source.watched() && source.waitsForReplicas()) {
            throw new HostFailure("a fail-over agent watches, and would start " + target.address() + " in the middle of it: turntable-ops single-copy enter first, rejoin afterwards");
        }
        if (!source.version().equals(source.backupVersion()) || !source.backupVersion().equals(there.backupVersion())) {
            throw new HostFailure("both hosts need the mariadb-backup of the server's version " + source.version() + "; " + from.address() + " has "
                    + source.backupVersion() + ", " + target.address() + " has " + there.backupVersion());
        }
        // The data folder is kept beside the new one.
        long needed = source.dataBytes() + source.dataBytes() / 5;
        if (there.freeBytes() < needed) {
            throw new HostFailure(String.format("the disk of %s would fill: it needs %,d MB beside the data folder that is kept, %,d MB are free", target.address(),
                    needed >> 20, there.freeBytes() >> 20));
        }
        loss(there, source, target, from, lose);
    }

    private static void loss(HostState there, HostState source, DatabaseHost target, DatabaseHost from, String lose) throws HostFailure {
        if (target.address().equals(lose)) {
            return;
        }
        if (lose != null) {
            throw new HostFailure("--lose names " + lose + ", and " + target.address() + " is to be rebuilt");
        }
        if (!there.running()) {
            throw new HostFailure(target.address() + " does not run, so it cannot be known whether it has rows that " + from.address() + " has not: start it, or say --lose "
                    + target.address());
        }
        long alone = Math.max(source.history().behind(there.history()), source.all().behind(there.all()));
        if (alone > 0) {
            throw new HostFailure(target.address() + " has transactions, up to " + alone + ", that " + from.address()
                    + " has not: they would be lost. Look at them first; or say --lose " + target.address());
        }
    }

    /** Does it. The data folder that was there is kept beside the new one; its path is answered. */
    public String go(Servers servers, DatabaseHost target, DatabaseHost from, String lose, String by, String reason) throws HostFailure {
        check(servers, target, from, lose);
        String order = "rebuild " + target.address() + " from " + from.address() + (lose == null ? "" : " --lose " + lose) + ", by " + by + ": " + reason;
        folder.journal(clock.instant(), order + ": begun");
        long expected = servers.of(from).dataBytes();
        Steps.step(steps, "copying " + from.address() + " to " + target.address(), () -> {
            Map<String, String> received = target.receive(sink -> from.backup(new Watched(sink, expected, steps)));
            return "up to GTID " + received.getOrDefault("position", "?");
        });
        // Asked again: while it was copied, somebody may have opened it.
        check(Servers.look(List.of(target, from)), target, from, lose);
        if (target.state().running() || target.state().silent()) {
            Steps.step(steps, "stopping " + target.address(), () -> {
                target.perform("stop");
                return null;
            });
        }
        String[] kept = {""};
        Steps.step(steps, "putting the copy in its data folder's place", () -> {
            kept[0] = target.perform("install").getOrDefault("kept", "");
            return kept[0].isEmpty() ? null : "the old one is kept as " + kept[0];
        });
        Steps.step(steps, "starting " + target.address(), () -> {
            target.perform("start");
            return null;
        });
        Steps.step(steps, "following " + from.address(), () -> {
            int colon = from.address().lastIndexOf(':');
            target.perform("follow", from.address().substring(0, colon), from.address().substring(colon + 1));
            return null;
        });
        Steps.step(steps, "catching up", () -> {
            awaitCaughtUp(target, from, CATCH_UP, steps);
            return null;
        });
        folder.journal(clock.instant(), order + ": done");
        return kept[0];
    }

    /** Waits until a replica has everything that the other had at this moment, and acknowledges. */
    static void awaitCaughtUp(DatabaseHost replica, DatabaseHost from, Duration limit, Steps steps) throws HostFailure {
        Gtids goal = from.state().all();
        long end = System.nanoTime() + limit.toNanos();
        long first = -1;
        while (true) {
            HostState state = replica.state();
            if (!state.followsError().isEmpty() && !state.followsWell()) {
                throw new HostFailure(replica.address() + " stands still: " + state.followsError() + ". Never skip a transaction; the run book says what to do");
            }
            long behind = state.applied().behind(goal);
            first = Math.max(first, behind);
            steps.progress(first - behind, first, "transactions");
            if (behind == 0 && state.followsWell()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new HostFailure(replica.address() + " has not caught up with " + from.address() + " within " + limit.toMinutes() + " minutes: " + behind
                        + " transactions are missing" + (state.followsWell() ? "" : ", and it does not replicate"));
            }
            sleep();
        }
    }

    static void sleep() throws HostFailure {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostFailure("interrupted", stopped);
        }
    }
}
