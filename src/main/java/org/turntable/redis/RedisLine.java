package org.turntable.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * One checked connection: it knows to which run of Redis it goes, and every script is loaded before the first call. A connection
 * to a Redis that would lose draws is not opened for draws.
 */
final class RedisLine implements AutoCloseable {
    /** What a connection is for; its name, in small letters, is what the log calls it. */
    enum Use {
        /** Draws: what Redis has answered must stand on its disk, and nothing may be evicted. */
        DRAWS {
            @Override
            List<String> faults(RedisCondition condition) {
                return condition.faultsForDraws();
            }
        },
        /** Sessions and caches, which may be lost. */
        SESSIONS {
            @Override
            List<String> faults(RedisCondition condition) {
                return List.of();
            }
        };

        /** What makes a Redis unfit for it, each with its mend. */
        abstract List<String> faults(RedisCondition condition);

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Connection connection;
    private final String runId;

    private RedisLine(Connection connection, String runId) {
        this.connection = connection;
        this.runId = runId;
    }

    /**
     * Connects.
     *
     * @param use   what it must be fit for
     * @param onRun is told the run of Redis before anything is sent to it
     * @throws JedisException when Redis is away, loading, or unfit
     */
    static RedisLine open(RedisAddress address, Use use, Consumer<String> onRun) {
        Connection connection = address.connect();
        try {
            RedisCondition condition = condition(connection);
            if (condition.loading()) {
                throw new JedisException("it still reads its log");
            }
            List<String> faults = use.faults(condition);
            if (!faults.isEmpty()) {
                throw new JedisException(String.join("; ", faults));
            }
            onRun.accept(condition.runId());
            RedisLine line = new RedisLine(connection, condition.runId());
            line.loadScripts();
            return line;
        } catch (RuntimeException unfit) {
            connection.close();
            throw unfit;
        }
    }

    /** What the Redis at the other end says of itself. */
    static RedisCondition condition(Connection connection) {
        connection.sendCommand(Protocol.Command.INFO, "everything");
        return RedisCondition.parse(connection.getBulkReply());
    }

    private void loadScripts() {
        for (Script script : Script.values()) {
            connection.sendCommand(Protocol.Command.SCRIPT, RedisKeys.bytes("LOAD"), script.source());
        }
        connection.getMany(Script.values().length);
    }

    /** The run of Redis at the other end. */
    String runId() {
        return runId;
    }

    /** Sends several commands in one write and reads all answers; an error of one command stands in its place as an exception. */
    List<Object> exchange(List<RedisCall> calls) {
        for (RedisCall call : calls) {
            connection.sendCommand(call.command(), call.arguments());
        }
        List<Object> replies = new ArrayList<>(connection.getMany(calls.size()));
        if (replies.stream().anyMatch(JedisNoScriptException.class::isInstance)) {
            repeatUnknownScripts(calls, replies);
        }
        return replies;
    }

    /** Somebody flushed the scripts. Nothing of these calls was run, so they may be made again. */
    private void repeatUnknownScripts(List<RedisCall> calls, List<Object> replies) {
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
