package org.turntable.redis;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.turntable.session.SessionStore;
import org.turntable.session.SessionsUnavailable;
import redis.clients.jedis.Protocol;

/**
 * Sessions as hashes in Redis: one HGETALL to read one, one script to write. The key is a digest of the id, so that whoever can read
 * Redis's keys, its slow log or a backup cannot go on with somebody's session.
 */
final class RedisSessions implements SessionStore {
    private static final String PREFIX = "tt:session:";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(RedisSessions::newDigest);

    private final CallGatherer calls;

    RedisSessions(CallGatherer calls) {
        this.calls = calls;
    }

    @Override
    public Optional<Map<String, byte[]>> load(String id) {
        List<?> reply = (List<?>) answer(RedisCall.of(Protocol.Command.HGETALL, key(id)));
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
        return (Long) answer(RedisCall.script(Script.SESSION_SAVE, null, keys, arguments.toArray(byte[][]::new))) == 1;
    }

    @Override
    public void delete(String id) {
        answer(RedisCall.of(Protocol.Command.DEL, key(id)));
    }

    /** Waits no longer than a healthy Redis needs; who gives up takes the call back, so that a Redis that wakes up does not get it. */
    private Object answer(RedisCall call) {
        CompletableFuture<Object> reply = calls.send(call);
        try {
            return reply.get(RedisAddress.TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            reply.cancel(false);
            throw new SessionsUnavailable("no answer within " + RedisAddress.TIMEOUT_MS + " ms", late);
        } catch (ExecutionException failed) {
            throw new SessionsUnavailable(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SessionsUnavailable("interrupted", interrupted);
        }
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
