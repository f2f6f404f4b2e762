package org.turntable.wechat;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.outage.RedisUnavailableException;

/** Shares tokens within one JVM; leases end when they are ended, or by {@link #lapse}. */
final class FakeSharedTokens implements SharedTokens {
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Duration> lives = new LinkedHashMap<>();
    private final Map<String, String> leases = new HashMap<>();
    private final Set<String> everPut = ConcurrentHashMap.newKeySet();
    private boolean away;
    private int asked;

    @Override
    public synchronized Answer ask(String name, String holder, Duration lease) {
        answer();
        asked++;
        if (values.containsKey(name)) {
            return new Held(values.get(name), lives.get(name));
        }
        return leases.computeIfAbsent(name, none -> holder).equals(holder) ? Todo.FETCH : Todo.WAIT;
    }

    @Override
    public synchronized void put(String name, String holder, String value, Duration life) {
        answer();
        everPut.add(value);
        values.put(name, value);
        lives.put(name, life);
        leases.remove(name, holder);
    }

    @Override
    public synchronized void giveUp(String name, String holder) {
        answer();
        leases.remove(name, holder);
    }

    @Override
    public synchronized void drop(String name, String value) {
        answer();
        values.remove(name, value);
    }

    private void answer() {
        if (away) {
            throw new RedisUnavailableException("it was sent away", null);
        }
    }

    synchronized void setAway(boolean isAway) {
        away = isAway;
    }

    synchronized String value(String name) {
        return values.get(name);
    }

    synchronized Duration life(String name) {
        return lives.get(name);
    }

    synchronized void lease(String name, String holder) {
        leases.put(name, holder);
    }

    synchronized boolean isLeased(String name) {
        return leases.containsKey(name);
    }

    synchronized int asked() {
        return asked;
    }

    /** All values that were ever put. */
    Set<String> everPut() {
        return everPut;
    }
}
