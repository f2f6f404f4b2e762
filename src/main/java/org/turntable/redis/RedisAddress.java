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
 * Where a Redis is and how to talk to it: one server, or the Sentinels that know which server is the master at this moment.
 *
 * @param hosts  the server, or the Sentinels
 * @param master the name under which the Sentinels watch it; empty for a server that stands alone
 * @param config log-in, database and time limits
 */
public record RedisAddress(List<HostAndPort> hosts, Optional<String> master, JedisClientConfig config) {
    /** No command takes longer in health; a caller waits no longer for a Redis that hangs. */
    public static final int TIMEOUT_MS = 300;
    private static final String CLIENT_NAME = "turntable";

    /** A server that stands alone. */
    RedisAddress(HostAndPort host, JedisClientConfig config) {
        this(List.of(host), Optional.empty(), config);
    }

    /**
     * A server that stands alone, in the clear.
     *
     * @param password or null where it asks for none
     */
    public static RedisAddress of(String host, int port, String password) {
        return of(List.of(new HostAndPort(host, port)), Optional.empty(), Optional.empty(), null, password, 0);
    }

    /** One host, without the client library's own type. */
    public static HostAndPort host(String name, int port) {
        return new HostAndPort(name, port);
    }

    /**
     * An address from its parts.
     *
     * @param hosts    the server, or the Sentinels
     * @param master   the name under which Sentinels watch it; empty for a server that stands alone
     * @param tls      whom to trust where it is spoken to over TLS; empty for one in the clear
     * @param user     the ACL user, or null for the default one
     * @param password or null where it asks for none
     */
    public static RedisAddress of(List<HostAndPort> hosts, Optional<String> master, Optional<RedisTls> tls, String user, String password, int database) {
        return new RedisAddress(List.copyOf(hosts), master, DefaultJedisClientConfig.builder().resp2().ssl(tls.isPresent())
                .sslSocketFactory(tls.map(RedisTls::sockets).orElse(null)).sslParameters(tls.map(RedisTls::parameters).orElse(null))
                .user(user).password(password).database(database).connectionTimeoutMillis(TIMEOUT_MS).socketTimeoutMillis(TIMEOUT_MS)
                .clientName(CLIENT_NAME).build());
    }

    /**
     * Connects to the server, or to the master that a Sentinel names. Whether it still is the master is asked of itself: for a moment
     * after a fail-over a Sentinel may name the old one.
     *
     * @throws JedisException when none answers
     */
    Connection connect() {
        if (master.isEmpty()) {
            return new Connection(hosts.get(0), config);
        }
        JedisException last = null;
        for (HostAndPort sentinel : hosts) {
            try {
                return masterNamedBy(sentinel);
            } catch (JedisException unhelpful) {
                last = unhelpful;
            }
        }
        throw last;
    }

    private Connection masterNamedBy(HostAndPort sentinel) {
        Connection connection = new Connection(askSentinel(sentinel), config);
        try {
            connection.sendCommand(Protocol.Command.ROLE);
            String role = SafeEncoder.encode((byte[]) connection.getObjectMultiBulkReply().get(0));
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
        } catch (JedisAccessControlException wantsLogIn) {
            return askSentinel(sentinel, config.getUser(), config.getPassword());
        }
    }

    private HostAndPort askSentinel(HostAndPort sentinel, String user, String password) {
        JedisClientConfig asking = DefaultJedisClientConfig.builder().resp2().ssl(config.isSsl()).sslSocketFactory(config.getSslSocketFactory())
                .sslParameters(config.getSslParameters()).user(user).password(password).connectionTimeoutMillis(TIMEOUT_MS).socketTimeoutMillis(TIMEOUT_MS).build();
        try (Connection connection = new Connection(sentinel, asking)) {
            connection.sendCommand(Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", master.orElseThrow());
            List<String> address = connection.getMultiBulkReply();
            if (address == null || address.size() != 2) {
                throw new JedisException("the Sentinel at " + sentinel + " knows no master " + master.orElseThrow());
            }
            return new HostAndPort(address.get(0), Integer.parseInt(address.get(1)));
        }
    }
}
