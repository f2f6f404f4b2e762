package org.turntable.failover;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Has the servers' processes started and ended beside the agent's thread, which must not wait for an ssh, and not for ever again. */
final class Processes implements AutoCloseable {
    static final int TRIES = 3;
    private static final long BETWEEN_STARTS = TimeUnit.SECONDS.toNanos(15);
    private static final long BETWEEN_KILLS = TimeUnit.SECONDS.toNanos(1);

    private final HostCommands hosts;
    private final LongSupplier nanoClock;
    private final ExecutorService background = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run, "host-command");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Map<String, Long> lastTry = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();

    Processes(HostCommands hosts, LongSupplier nanoClock) {
        this.hosts = hosts;
        this.nanoClock = nanoClock;
    }

    /** Starts a server, if it is not being started, not too soon again, and not after three times in vain. */
    void start(String address, Role role) {
        int before = tries.getOrDefault(address, 0);
        if (!hosts.canStart() || before >= TRIES || tooSoon("start " + address, BETWEEN_STARTS) || !busy.add(address)) {
            return;
        }
        tries.put(address, before + 1);
        run(address, "start " + address, () -> {
            hosts.start(address, role);
            notes.add(address + " was started as " + role);
        });
    }

    /** Ends a server that must not go on. */
    void kill(String address) {
        if (!hosts.canKill() || tooSoon("kill " + address, BETWEEN_KILLS) || !busy.add(address)) {
            return;
        }
        run(address, "kill " + address, () -> {
            hosts.kill(address);
            notes.add("the server of " + address + " was ended");
        });
    }

    private interface Command {
        void run() throws IOException;
    }

    private void run(String address, String what, Command command) {
        lastTry.put(what, nanoClock.getAsLong());
        background.execute(() -> {
            try {
                command.run();
                failures.remove(what);
            } catch (IOException | RuntimeException failed) {
                failures.put(what, what + " failed: " + failed.getMessage());
                notes.add(failures.get(what));
            } finally {
                busy.remove(address);
            }
        });
    }

    private boolean tooSoon(String what, long nanos) {
        Long last = lastTry.get(what);
        return last != null && nanoClock.getAsLong() - last < nanos;
    }

    /** All is well, or a person saw to it: the next time that a server is away is a new story. */
    void beginAnew() {
        tries.clear();
        lastTry.clear();
        failures.clear();
    }

    /** What a person has to see to, by what failed. */
    Map<String, String> failures() {
        Map<String, String> all = new TreeMap<>(failures);
        tries.forEach((address, count) -> {
            if (count >= TRIES) {
                all.put("start " + address, "does not come up: " + address + " was started " + count
                        + " times in vain; mend it, then turntable-ops rejoin"
                        + (failures.containsKey("start " + address) ? " (" + failures.get("start " + address) + ")" : ""));
            }
        });
        return all;
    }

    /** What happened since this was asked last; null when nothing did. */
    String nextNote() {
        return notes.poll();
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
