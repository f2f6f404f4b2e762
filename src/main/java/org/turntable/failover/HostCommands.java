package org.turntable.failover;

import java.io.IOException;

/** Starts and ends the servers' processes on their hosts. */
public interface HostCommands {
    /** Whether this agent was given a way to start them. */
    boolean canStart();

    /** Whether it was given a way to end them. */
    boolean canKill();

    /**
     * Starts the server on a host, or finds it running; returns when the command has ended.
     *
     * @throws IOException with the end of the command's output when it failed
     */
    void start(String address, Role role) throws IOException;

    /** Ends the server at once, as kill -9 does; fails likewise. */
    void kill(String address) throws IOException;
}
