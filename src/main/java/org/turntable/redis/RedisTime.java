package org.turntable.redis;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** What time a Redis has: draws go by its clock and by no other. */
public final class RedisTime implements AutoCloseable {
    private final Connection connection;

    /** @throws IOException when it is away or refuses the log-in */
    public RedisTime(RedisAddress address) throws IOException {
        try {
            connection = address.connect();
        } catch (JedisException away) {
            throw new IOException(away.getMessage(), away);
        }
    }

    /** Asks it now. */
    public Instant now() throws IOException {
        try {
            connection.sendCommand(Protocol.Command.TIME);
            List<String> secondsAndMicros = connection.getMultiBulkReply();
            return Instant.ofEpochSecond(Long.parseLong(secondsAndMicros.get(0)), Long.parseLong(secondsAndMicros.get(1)) * 1_000);
        } catch (JedisException away) {
            throw new IOException(away.getMessage(), away);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
