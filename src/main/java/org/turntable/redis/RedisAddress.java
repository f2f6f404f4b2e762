package org.turntable.redis;

import java.net.URI;
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

    /** Reads {@code redis[s]://[user:password@]host:port[/database]}. */
    public static RedisAddress of(URI url) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder().resp2().ssl("rediss".equals(url.getScheme()))
                .connectionTimeoutMillis(TIMEOUT_MS).socketTimeoutMillis(TIMEOUT_MS).clientName("turntable");
        String login = url.getUserInfo();
        if (login != null) {
            int colon = login.indexOf(':');
            String user = colon < 0 ? "" : login.substring(0, colon);
            config.user(user.isEmpty() ? null : user).password(login.substring(colon + 1));
        }
        String path = url.getPath();
        if (path != null && path.length() > 1) {
            config.database(Integer.parseInt(path.substring(1)));
        }
        return new RedisAddress(new HostAndPort(url.getHost(), url.getPort() < 0 ? 6379 : url.getPort()), config.build());
    }
}
