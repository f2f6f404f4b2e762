package org.turntable.redis.session;

import org.turntable.health.NodeRegistry;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisConnection;
import org.turntable.redis.RedisPipeline;
import org.turntable.session.SessionStore;
import org.turntable.staff.SignInCounters;

/** The Redis for sessions and caches, opened once per node. */
public final class RedisForSessions implements AutoCloseable {
    private final RedisPipeline calls;
    private final SessionStore sessions;
    private final NodeRegistry nodes;
    private final SignInCounters signIns;

    /** @param address where it is */
    public RedisForSessions(RedisAddress address) {
        calls = new RedisPipeline(address, RedisConnection.Use.SESSIONS, "redis-sessions", 1);
        sessions = new RedisSessions(calls);
        nodes = new RedisNodeRegistry(calls);
        signIns = new RedisSignInCounters(calls);
    }

    /** Sessions, shared by all nodes. */
    public SessionStore sessions() {
        return sessions;
    }

    /** The registry in which all nodes report their status. */
    public NodeRegistry nodes() {
        return nodes;
    }

    /** Attempts of operators and verifiers to sign in. */
    public SignInCounters signIns() {
        return signIns;
    }

    /** Whether a call would be sent now; false while the connection is down. */
    public boolean isUp() {
        return calls.isUp();
    }

    @Override
    public void close() {
        calls.close();
    }
}
