package org.turntable.tool.failover.policy;

/**
 * The mark that the agent stores on the disk of a server, in a table that is not replicated. Unlike {@link AgentMark}
 * it outlasts a restart: an agent without a folder finds the last writer by it, and an agent whose folder is out of
 * date finds that out.
 *
 * @param term the last term in which the agent marked the server; 0 if it never did
 * @param writer the writer of that term, by its address in database.hosts; empty if it was never marked
 */
public record StoredMark(long term, String writer) {
    /** No agent has marked the server. */
    public static final StoredMark NONE = new StoredMark(0, "");
}
