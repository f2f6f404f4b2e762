package org.turntable.health;

/**
 * Whether this node is draining: it then serves no players, and the edge sends them to the next node. Not kept over a
 * restart.
 */
public final class DrainState {
    private volatile boolean on;

    /** Whether it is draining now. */
    public boolean isOn() {
        return on;
    }

    /** Starts or ends draining. */
    public void set(boolean draining) {
        on = draining;
    }
}
