package org.turntable.failover;

import java.time.Duration;

/** One of the two nodes, with what the agent does to it. Every call ends within a stated time, whatever the node does. */
public interface Member {
    /** Its address in database.hosts, by which it is named everywhere. */
    String address();

    /** The address at which the other node reaches it for replication. */
    String source();

    /** Looks at it over the one connection that is kept for that, which also holds the agent's lock; for the prober's thread alone. */
    View probe() throws MemberFailure;

    /** Looks at it over a new connection. */
    View look() throws MemberFailure;

    /** Leaves the mark of a term. On a node that is not the writer it refuses further log-ins of the application, naming term and writer. */
    void mark(Mark mark, String writer) throws MemberFailure;

    /** Whether commits wait for an acknowledgement. Switching it off lets go of all that wait. */
    void semiSync(boolean on) throws MemberFailure;

    /** Lets it write. */
    void open() throws MemberFailure;

    /** Stops it writing; waits for commits in progress, at most that long. */
    void close(Duration limit) throws MemberFailure;

    /**
     * Ends the application's sessions.
     *
     * @param waitingToo whether also those that wait for an acknowledgement. Ending such a one commits its rows without any
     *                   acknowledgement, so only while the replica acknowledges.
     * @return how many were ended
     */
    int endSessions(boolean waitingToo) throws MemberFailure;

    /** Stops receiving from its source: from then on it acknowledges nothing to it. */
    void stopReceiving() throws MemberFailure;

    /** Waits until it has applied everything up to a position; false when the time is over. */
    boolean awaitApplied(String position, Duration limit) throws MemberFailure;

    /** Stops replicating and forgets its source. */
    void forgetSource() throws MemberFailure;

    /** Follows a source from the position that it holds. */
    void follow(String source) throws MemberFailure;
}
