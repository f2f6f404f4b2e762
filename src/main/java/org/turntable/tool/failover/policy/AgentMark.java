package org.turntable.tool.failover.policy;

/**
 * The mark that the agent sets on a running server, in a global variable. A restart removes it: a server without a mark
 * was restarted and has not been opened by this agent. On a member that is not the writer the mark also refuses the
 * application's log-ins.
 *
 * @param term the term in which it was set; 0 without a mark
 * @param writer whether the member was the writer of that term
 */
public record AgentMark(long term, boolean writer) {
    /** No mark was set since the server started. */
    public static final AgentMark NONE = new AgentMark(0, false);

    /** Whether the server was restarted since it was marked. */
    public boolean isMissing() {
        return term == 0;
    }
}
