package org.turntable.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A connection with a known run id of Redis, over which every script is loaded before the first call. No connection for
 * draws is opened to a Redis whose configuration could lose draws.
 */
public final class RedisConnection implements AutoCloseable {
    /** The purpose of a connection; log messages contain its name in lower case. */
    public enum Use {
        /** Draws: what Redis has answered must be on its disk, and nothing may be evicted. */
        DRAWS {
            @Override
            List<String> faults(RedisInfo condition, boolean sentinels) {
                return condition.faultsForDraws(sentinels);
            }
        },
        /** Sessions and caches, which may be lost. */
        SESSIONS {
            @Override
            List<String> faults(RedisInfo condition, boolean sentinels) {
                return List.of();
            }
        };

        /** Reasons why a Redis must not be used for this purpose, each with the correction; empty if there are none. */
        abstract List<String> faults(RedisInfo condition, boolean sentinels);

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Connection connection;
    private final String runId;

    private RedisConnection(Connection connection, String runId) {
        this.connection = connection;
        this.runId = runId;
    }

    /**
     * Connects.
     *
     * @param use the purpose
     * @param onRun receives the run id of Redis before any other command is sent
     * @throws JedisException if Redis does not answer, is loading, or must not be used for this purpose
     */
    static RedisConnection open(RedisAddress address, Use use, Consumer<String> onRun) {
        Connection connection = address.connect();
        try {
            RedisInfo condition = condition(connection);
            if (condition.loading()) {
                throw new JedisException("it still reads its log");
            }
            List<String> faults = use.faults(condition, address.isBehindSentinels());
            if (!faults.isEmpty()) {
                throw new JedisException(String.join("; ", faults));
            }
            onRun.accept(condition.runId());
            RedisConnection opened = new RedisConnection(connection, condition.runId());
            opened.loadScripts();
            return opened;
        } catch (RuntimeException unfit) {
            connection.close();
            throw unfit;
        }
    }

    /** Reads the state of the Redis at the other end. */
    public static RedisInfo condition(Connection connection) {
        connection.sendCommand(Protocol.Command.INFO, "everything");
        RedisInfo.CONFIG.forEach(pattern -> connection.sendCommand(Protocol.Command.CONFIG, "GET", pattern));
        List<Object> replies = connection.getMany(1 + RedisInfo.CONFIG.size());
        if (replies.get(0) instanceof JedisDataException refused) {
            throw refused;
        }
        // An account without the right to CONFIG, or a Redis without that command, answers with an error.
        Map<String, String> config = new HashMap<>();
        for (Object reply : replies.subList(1, replies.size())) {
            if (reply instanceof List<?> pairs) {
                config.putAll(BuilderFactory.STRING_MAP.build(pairs));
            }
        }
        return RedisInfo.parse(SafeEncoder.encode((byte[]) replies.get(0)), config);
    }

    private void loadScripts() {
        for (LuaScript script : LuaScript.values()) {
            connection.sendCommand(Protocol.Command.SCRIPT, RedisKeys.bytes("LOAD"), script.source());
        }
        connection.getMany(LuaScript.values().length);
    }

    /** The run id of the Redis at the other end. */
    String runId() {
        return runId;
    }

    /**
     * Sends several commands in one write and reads all replies. An error reply is returned in its place as an
     * exception.
     */
    List<Object> exchange(List<PipelinedCommand> calls) {
        for (PipelinedCommand call : calls) {
            connection.sendCommand(call.command(), call.arguments());
        }
        List<Object> replies = new ArrayList<>(connection.getMany(calls.size()));
        if (replies.stream().anyMatch(JedisNoScriptException.class::isInstance)) {
            repeatUnknownScripts(calls, replies);
        }
        return replies;
    }

    /** Somebody flushed the scripts. Nothing of these calls was run, so they may be made again. */
    private void repeatUnknownScripts(List<PipelinedCommand> calls, List<Object> replies) {
        loadScripts();
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof JedisNoScriptException) {
                connection.sendCommand(calls.get(i).command(), calls.get(i).arguments());
                replies.set(i, connection.getMany(1).get(0));
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
