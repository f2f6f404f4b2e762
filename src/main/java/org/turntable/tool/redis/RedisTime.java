package org.turntable.tool.redis;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.turntable.redis.RedisAddress;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** Reads the clock of a Redis, which alone decides about times of draws. */
public final class RedisTime implements AutoCloseable {
    private final Connection connection;

    /** @throws IOException if it does not answer or refuses the login */
    public RedisTime(RedisAddress address) throws IOException {
        try {
            connection = address.connect();
        } catch (JedisException unavailable) {
            throw new IOException(unavailable.getMessage(), unavailable);
        }
    }

    /**
     * Reads the clock now.
     *
     * @throws IOException if it does not answer
     */
    public Instant now() throws IOException {
        try {
            connection.sendCommand(Protocol.Command.TIME);
            List<String> secondsAndMicros = connection.getMultiBulkReply();
            return Instant.ofEpochSecond(
                    Long.parseLong(secondsAndMicros.get(0)), Long.parseLong(secondsAndMicros.get(1)) * 1_000);
        } catch (JedisException unavailable) {
            throw new IOException(unavailable.getMessage(), unavailable);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
