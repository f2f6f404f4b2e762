package org.turntable.redis;

import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.Protocol;

/**
 * One command that is queued or sent.
 *
 * @param command the Redis command
 * @param arguments its arguments
 * @param runId the only run id of Redis to which it may be sent, or null for any
 * @param reply the reply as Jedis reads it: byte[], Long, List or null
 */
public record PipelinedCommand(
        Protocol.Command command, byte[][] arguments, String runId, CompletableFuture<Object> reply) {
    /** A call of a script. */
    public static PipelinedCommand script(LuaScript script, String runId, byte[][] keys, byte[]... arguments) {
        byte[][] all = new byte[2 + keys.length + arguments.length][];
        all[0] = script.sha();
        all[1] = RedisKeys.bytes(keys.length);
        System.arraycopy(keys, 0, all, 2, keys.length);
        System.arraycopy(arguments, 0, all, 2 + keys.length, arguments.length);
        return new PipelinedCommand(Protocol.Command.EVALSHA, all, runId, new CompletableFuture<>());
    }

    /** A plain command. */
    public static PipelinedCommand of(Protocol.Command command, byte[]... arguments) {
        return new PipelinedCommand(command, arguments, null, new CompletableFuture<>());
    }

    /** The same command, restricted to one run id of Redis. */
    public PipelinedCommand forRun(String onlyRunId) {
        return new PipelinedCommand(command, arguments, onlyRunId, reply);
    }
}
