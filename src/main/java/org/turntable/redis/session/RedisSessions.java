package org.turntable.redis.session;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import org.turntable.session.SessionStore;
import redis.clients.jedis.Protocol;

/**
 * Sessions as hashes in Redis: one HGETALL reads a session, one script writes it. The key is a digest of the id, so
 * that the keys of Redis, its slow log or a backup do not allow anybody to use a session.
 */
final class RedisSessions implements SessionStore {
    private static final String PREFIX = "tt:session:";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(RedisSessions::newDigest);

    private final RedisPipeline calls;

    RedisSessions(RedisPipeline calls) {
        this.calls = calls;
    }

    @Override
    public Optional<Map<String, byte[]>> load(String id) {
        List<?> reply = (List<?>) answer(PipelinedCommand.of(Protocol.Command.HGETALL, key(id)));
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i < reply.size(); i += 2) {
            fields.put(text(reply.get(i)), (byte[]) reply.get(i + 1));
        }
        return Optional.of(fields);
    }

    @Override
    public boolean save(Change change) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(change.create() ? 1 : 0));
        arguments.add(bytes(change.keep().toMillis()));
        arguments.add(bytes(change.set().size()));
        change.set().forEach((field, value) -> {
            arguments.add(bytes(field));
            arguments.add(value);
        });
        change.removed().forEach(field -> arguments.add(bytes(field)));
        byte[][] keys = {key(change.id()), key(change.newId())};
        return (Long) answer(
                        PipelinedCommand.script(LuaScript.SESSION_SAVE, null, keys, arguments.toArray(byte[][]::new)))
                == 1;
    }

    @Override
    public void delete(String id) {
        answer(PipelinedCommand.of(Protocol.Command.DEL, key(id)));
    }

    /**
     * Waits no longer than a healthy Redis needs. A call that times out is cancelled, so that a Redis that answers
     * again does not execute it late.
     */
    private Object answer(PipelinedCommand call) {
        return Replies.await(calls.send(call), RedisAddress.TIMEOUT_MS);
    }

    private static byte[] key(String id) {
        return bytes(PREFIX + ENCODER.encodeToString(SHA_256.get().digest(id.getBytes(StandardCharsets.US_ASCII))));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
