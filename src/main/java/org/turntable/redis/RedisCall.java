package org.turntable.redis;

import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.Protocol;

/**
 * One command on its way.
 *
 * @param command   what
 * @param arguments with what
 * @param runId     the only run of Redis that may have it, or null for any
 * @param reply     its answer as Jedis reads it: byte[], Long, List or null
 */
record RedisCall(Protocol.Command command, byte[][] arguments, String runId, CompletableFuture<Object> reply) {
    /** A call of a script. */
    static RedisCall script(Script script, String runId, byte[][] keys, byte[]... arguments) {
        byte[][] all = new byte[2 + keys.length + arguments.length][];
        all[0] = script.sha();
        all[1] = RedisKeys.bytes(keys.length);
        System.arraycopy(keys, 0, all, 2, keys.length);
        System.arraycopy(arguments, 0, all, 2 + keys.length, arguments.length);
        return new RedisCall(Protocol.Command.EVALSHA, all, runId, new CompletableFuture<>());
    }

    /** A plain command. */
    static RedisCall of(Protocol.Command command, byte[]... arguments) {
        return new RedisCall(command, arguments, null, new CompletableFuture<>());
    }

    /** The same call, for one run of Redis alone. */
    RedisCall forRun(String onlyRunId) {
        return new RedisCall(command, arguments, onlyRunId, reply);
    }
}
