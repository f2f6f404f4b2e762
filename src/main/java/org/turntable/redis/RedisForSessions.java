package org.turntable.redis;

import org.turntable.ops.NodeBoard;
import org.turntable.session.SessionStore;

/** The Redis for sessions and caches, opened once a node. */
public final class RedisForSessions implements AutoCloseable {
    private final CallGatherer calls;
    private final SessionStore sessions;
    private final NodeBoard nodes;

    /** @param address where it is */
    public RedisForSessions(RedisAddress address) {
        calls = new CallGatherer(address, RedisLine.Use.SESSIONS, "redis-sessions", 1);
        sessions = new RedisSessions(calls);
        nodes = new RedisNodeBoard(calls);
    }

    /** Sessions, shared by all nodes. */
    public SessionStore sessions() {
        return sessions;
    }

    /** Where all nodes tell how they fare. */
    public NodeBoard nodes() {
        return nodes;
    }

    /** Whether a call would be tried now; false while the line is down. */
    public boolean isUp() {
        return calls.isUp();
    }

    @Override
    public void close() {
        calls.close();
    }
}
