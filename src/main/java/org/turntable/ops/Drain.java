package org.turntable.ops;

/** Whether this node stands aside: it then does nothing for players, who are answered by the next node. Forgotten by a restart. */
public final class Drain {
    private volatile boolean on;

    /** Whether it stands aside now. */
    public boolean isOn() {
        return on;
    }

    /** Stands aside, or comes back. */
    public void set(boolean aside) {
        on = aside;
    }
}
