package org.turntable.redis;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/**
 * Where a Redis is and how to talk to it.
 *
 * @param host   its host
 * @param config log-in, database and time limits
 */
public record RedisAddress(HostAndPort host, JedisClientConfig config) {
    /** No command takes longer in health; a caller waits no longer for a Redis that hangs. */
    public static final int TIMEOUT_MS = 300;

    /**
     * An address from its parts.
     *
     * @param tls      whether it is spoken to over TLS
     * @param user     the ACL user, or null for the default one
     * @param password or null where it asks for none
     */
    public static RedisAddress of(String host, int port, boolean tls, String user, String password, int database) {
        return new RedisAddress(new HostAndPort(host, port), DefaultJedisClientConfig.builder().resp2().ssl(tls).user(user).password(password)
                .database(database).connectionTimeoutMillis(TIMEOUT_MS).socketTimeoutMillis(TIMEOUT_MS).clientName("turntable").build());
    }
}
