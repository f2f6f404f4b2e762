package org.turntable.failover;

/**
 * What the agent leaves on a running server and what a restart wipes out: so a server without it was restarted since, and was not opened by
 * this agent. On a node that is not the writer it also refuses the application's log-ins.
 *
 * @param term   the term in which it was left; 0 where there is none
 * @param writer whether the node was the writer of that term
 */
public record Mark(long term, boolean writer) {
    /** A server that nobody has marked since its start. */
    public static final Mark NONE = new Mark(0, false);

    /** Whether the server was restarted since it was marked. */
    public boolean isMissing() {
        return term == 0;
    }
}
