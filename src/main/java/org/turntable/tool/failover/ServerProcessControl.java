package org.turntable.tool.failover;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.turntable.tool.failover.policy.ServerRole;

/**
 * Runs the host commands that start and kill server processes in the background, because the agent's thread must not
 * wait for an ssh, and limits their rate and number.
 */
final class ServerProcessControl implements AutoCloseable {
    static final int MAX_ATTEMPTS = 3;
    private static final long BETWEEN_STARTS = TimeUnit.SECONDS.toNanos(15);
    private static final long BETWEEN_KILLS = TimeUnit.SECONDS.toNanos(1);

    private final HostCommands hosts;
    private final LongSupplier nanoClock;
    private final ExecutorService background;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private final Map<String, Long> lastAttempt = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    ServerProcessControl(HostCommands hosts, LongSupplier nanoClock) {
        this(
                hosts,
                Executors.newCachedThreadPool(run -> {
                    Thread thread = new Thread(run, "host-command");
                    thread.setDaemon(true);
                    return thread;
                }),
                nanoClock);
    }

    /** @param background runs the commands; closed with this */
    ServerProcessControl(HostCommands hosts, ExecutorService background, LongSupplier nanoClock) {
        this.background = background;
        this.hosts = hosts;
        this.nanoClock = nanoClock;
    }

    /**
     * Starts a server, unless a command for it runs, the last attempt was less than 15 s ago, or {@link #MAX_ATTEMPTS}
     * attempts have failed.
     */
    void start(String address, ServerRole role) {
        int before = attempts.getOrDefault(address, 0);
        if (!hosts.canStart()
                || before >= MAX_ATTEMPTS
                || isTooSoon("start " + address, BETWEEN_STARTS)
                || !busy.add(address)) {
            return;
        }
        attempts.put(address, before + 1);
        run(address, "start " + address, () -> {
            hosts.start(address, role);
            events.add(address + " was started as " + role);
        });
    }

    /** Kills a server that must not continue. */
    void kill(String address) {
        if (!hosts.canKill() || isTooSoon("kill " + address, BETWEEN_KILLS) || !busy.add(address)) {
            return;
        }
        run(address, "kill " + address, () -> {
            hosts.kill(address);
            events.add("the server of " + address + " was killed");
        });
    }

    private interface Command {
        void run() throws IOException;
    }

    private void run(String address, String what, Command command) {
        lastAttempt.put(what, nanoClock.getAsLong());
        background.execute(() -> {
            try {
                command.run();
                failures.remove(what);
            } catch (IOException | RuntimeException failed) {
                failures.put(what, what + " failed: " + failed.getMessage());
                events.add(failures.get(what));
            } finally {
                busy.remove(address);
            }
        });
    }

    private boolean isTooSoon(String what, long nanos) {
        Long last = lastAttempt.get(what);
        return last != null && nanoClock.getAsLong() - last < nanos;
    }

    /** Resets the attempts: the pair is complete again, or an operator repaired the server. */
    void resetAttempts() {
        attempts.clear();
        lastAttempt.clear();
        failures.clear();
    }

    /** Failures that need an operator, by host command. */
    Map<String, String> failures() {
        Map<String, String> all = new TreeMap<>(failures);
        attempts.forEach((address, count) -> {
            if (count >= MAX_ATTEMPTS) {
                all.put(
                        "start " + address,
                        "does not come up: " + address + " was started " + count
                                + " times without success; repair it, then turntable-ops rejoin"
                                + (failures.containsKey("start " + address)
                                        ? " (" + failures.get("start " + address) + ")"
                                        : ""));
            }
        });
        return all;
    }

    /** Runs what must not delay the agent's thread. */
    Executor background() {
        return background;
    }

    /** The next event for the journal; null when there is none. */
    String nextEvent() {
        return events.poll();
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
