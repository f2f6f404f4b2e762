package org.turntable.redis;

import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Where a Redis is and how to talk to it: one server, or the Sentinels that know which server is the master at this
 * moment.
 *
 * @param hosts the server, or the Sentinels
 * @param master the name under which the Sentinels monitor it; empty for a standalone server
 * @param config log-in, database and time limits
 */
public record RedisAddress(List<HostAndPort> hosts, Optional<String> master, JedisClientConfig config) {
    /** Limit for connecting and for each reply, in milliseconds; a healthy Redis needs less. */
    public static final int TIMEOUT_MS = 300;

    private static final String CLIENT_NAME = "turntable";

    /** A standalone server. */
    public RedisAddress(HostAndPort host, JedisClientConfig config) {
        this(List.of(host), Optional.empty(), config);
    }

    /**
     * A standalone server without TLS.
     *
     * @param password null if it requires none
     */
    public static RedisAddress of(String host, int port, String password) {
        return of(List.of(new HostAndPort(host, port)), Optional.empty(), Optional.empty(), null, password, 0);
    }

    /** Makes a host and port, so that callers do not need the type of the client library. */
    public static HostAndPort host(String name, int port) {
        return new HostAndPort(name, port);
    }

    /**
     * An address from its parts.
     *
     * @param hosts the server, or the Sentinels
     * @param master the name under which the Sentinels monitor it; empty for a standalone server
     * @param tls the trusted authorities for a connection over TLS; empty for a connection without TLS
     * @param user the ACL user, or null for the default one
     * @param password null if it requires none
     * @param database the number of the database
     */
    public static RedisAddress of(
            List<HostAndPort> hosts,
            Optional<String> master,
            Optional<RedisTls> tls,
            String user,
            String password,
            int database) {
        return new RedisAddress(
                List.copyOf(hosts),
                master,
                DefaultJedisClientConfig.builder()
                        .resp2()
                        .ssl(tls.isPresent())
                        .sslSocketFactory(tls.map(RedisTls::sockets).orElse(null))
                        .sslParameters(tls.map(RedisTls::parameters).orElse(null))
                        .user(user)
                        .password(password)
                        .database(database)
                        .connectionTimeoutMillis(TIMEOUT_MS)
                        .socketTimeoutMillis(TIMEOUT_MS)
                        .clientName(CLIENT_NAME)
                        .build());
    }

    /** Whether Sentinels may make another server the master. */
    public boolean isBehindSentinels() {
        return master.isPresent();
    }

    /**
     * Connects to the server, or to the master that a Sentinel names. The server is asked for its role, because shortly
     * after a failover a Sentinel may still name the old master.
     *
     * @throws JedisException if none answers
     */
    public Connection connect() {
        if (master.isEmpty()) {
            return new Connection(hosts.get(0), config);
        }
        JedisException last = null;
        for (HostAndPort sentinel : hosts) {
            try {
                return connectToMaster(sentinel);
            } catch (JedisException unavailable) {
                last = unavailable;
            }
        }
        throw last;
    }

    private Connection connectToMaster(HostAndPort sentinel) {
        Connection connection = new Connection(askSentinel(sentinel), config);
        try {
            connection.sendCommand(Protocol.Command.ROLE);
            String role = SafeEncoder.encode(
                    (byte[]) connection.getObjectMultiBulkReply().get(0));
            if (!role.equals("master")) {
                throw new JedisException("the Sentinel at " + sentinel + " names a server as master that is a " + role);
            }
            return connection;
        } catch (RuntimeException unfit) {
            connection.close();
            throw unfit;
        }
    }

    private HostAndPort askSentinel(HostAndPort sentinel) {
        try {
            return askSentinel(sentinel, null, null);
        } catch (JedisAccessControlException loginRequired) {
            return askSentinel(sentinel, config.getUser(), config.getPassword());
        }
    }

    private HostAndPort askSentinel(HostAndPort sentinel, String user, String password) {
        JedisClientConfig sentinelConfig = DefaultJedisClientConfig.builder()
                .resp2()
                .ssl(config.isSsl())
                .sslSocketFactory(config.getSslSocketFactory())
                .sslParameters(config.getSslParameters())
                .user(user)
                .password(password)
                .connectionTimeoutMillis(TIMEOUT_MS)
                .socketTimeoutMillis(TIMEOUT_MS)
                .build();
        try (Connection connection = new Connection(sentinel, sentinelConfig)) {
            connection.sendCommand(Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", master.orElseThrow());
            List<String> address = connection.getMultiBulkReply();
            if (address == null || address.size() != 2) {
                throw new JedisException("the Sentinel at " + sentinel + " knows no master " + master.orElseThrow());
            }
            return new HostAndPort(address.get(0), Integer.parseInt(address.get(1)));
        }
    }
}
