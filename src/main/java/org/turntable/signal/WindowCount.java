package org.turntable.signal;

/**
 * How often something occurred in the last seconds: the count of the current window, and the part of the window before
 * that is still within the last seconds, as if its occurrences were evenly spread. Not thread-safe.
 */
final class WindowCount {
    private final long windowMs;
    private long window;
    private int current;
    private int previous;

    WindowCount(long windowMs) {
        this.windowMs = windowMs;
    }

    /** Counts one. */
    void add(long nowMs) {
        moveTo(nowMs);
        current++;
    }

    /** How many there are now. */
    int at(long nowMs) {
        moveTo(nowMs);
        long left = windowMs - Math.floorMod(nowMs, windowMs);
        return current + (int) (previous * left / windowMs);
    }

    /** A clock that goes back stays in its window. */
    private void moveTo(long nowMs) {
        long now = Math.floorDiv(nowMs, windowMs);
        if (now > window) {
            previous = now == window + 1 ? current : 0;
            current = 0;
            window = now;
        }
    }
}
