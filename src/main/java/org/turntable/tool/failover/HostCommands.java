package org.turntable.tool.failover;

import java.io.IOException;
import org.turntable.tool.failover.policy.ServerRole;

/** Starts and kills the server processes on their hosts. */
public interface HostCommands {
    /** Whether failover.start is configured. */
    boolean canStart();

    /** Whether failover.kill is configured. */
    boolean canKill();

    /**
     * Starts the server on a host unless it runs already; returns when the command has ended.
     *
     * @throws IOException with the end of the command's output when it failed
     */
    void start(String address, ServerRole role) throws IOException;

    /** Ends the server at once, as SIGKILL does. @throws IOException as {@link #start} */
    void kill(String address) throws IOException;
}
