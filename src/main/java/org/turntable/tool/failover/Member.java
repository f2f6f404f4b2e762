package org.turntable.tool.failover;

import java.time.Duration;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.StoredMark;

/**
 * One of the two database servers, with the operations of the agent on it. Every call returns within its timeout, in
 * whatever state the server is.
 */
public interface Member {
    /** Its address in database.hosts, which identifies it everywhere. */
    String address();

    /** The address at which the other member reaches it for replication. */
    String source();

    /**
     * Reads its status over the connection that is kept for probes and holds the agent's lock; for the prober's thread
     * only.
     */
    MemberStatus probe() throws MemberException;

    /** Reads its status over a new connection. */
    MemberStatus readStatus() throws MemberException;

    /**
     * Sets the mark of a term. On a member that is not the writer the mark refuses new log-ins of the application with
     * a message that names term and writer.
     */
    void setMark(AgentMark mark, String writer) throws MemberException;

    /**
     * Stores the mark of a term on its disk. It is not replicated.
     *
     * @throws MemberException of kind ERROR when the agent has no table or no right for it there
     */
    void storeMark(StoredMark mark) throws MemberException;

    /** Sets whether commits wait for an acknowledgement. Switching it off releases all waiting commits. */
    void setSemiSync(boolean on) throws MemberException;

    /** Lets it accept writes. */
    void open() throws MemberException;

    /** Makes it read-only; waits for commits in progress, at most that long. */
    void close(Duration limit) throws MemberException;

    /**
     * Kills the application's sessions.
     *
     * @param waitingToo whether to kill those that wait for an acknowledgement too. Killing one commits its rows
     *     without an acknowledgement, so this is allowed only while a replica acknowledges.
     * @return the number of killed sessions
     */
    int killSessions(boolean waitingToo) throws MemberException;

    /** Stops its I/O thread: from then on it acknowledges nothing to its source. */
    void stopReceiving() throws MemberException;

    /** Waits until it has applied everything up to a position; false on timeout. */
    boolean awaitApplied(String position, Duration limit) throws MemberException;

    /** Stops replication and removes its configuration. */
    void resetReplication() throws MemberException;

    /** Starts replication from a source, at its own position. */
    void replicateFrom(String source) throws MemberException;
}
