package org.turntable.redis.session;

import static org.turntable.redis.RedisKeys.bytes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import org.turntable.staff.SignInCounters;
import redis.clients.jedis.Protocol;

/** Attempts to sign in, as counters in the Redis for sessions that expire by themselves. */
final class RedisSignInCounters implements SignInCounters {
    private static final String TURN = "turn";
    private static final int DIGEST_BYTES = 16;

    private final RedisPipeline calls;

    RedisSignInCounters(RedisPipeline calls) {
        this.calls = calls;
    }

    @Override
    public long add(String subject, String counter, Duration window) {
        return (Long) answer(PipelinedCommand.script(
                LuaScript.SIGN_IN_COUNT, null, new byte[][] {key(subject, counter)}, bytes(window.toMillis())));
    }

    @Override
    public void clear(String subject, String counter) {
        answer(PipelinedCommand.of(Protocol.Command.DEL, key(subject, counter)));
    }

    @Override
    public boolean takeTurn(String subject, Duration period) {
        return answer(PipelinedCommand.of(
                        Protocol.Command.SET,
                        key(subject, TURN),
                        bytes("1"),
                        bytes("NX"),
                        bytes("PX"),
                        bytes(period.toMillis())))
                != null;
    }

    private Object answer(PipelinedCommand call) {
        return Replies.await(calls.send(call), RedisAddress.TIMEOUT_MS);
    }

    private static byte[] key(String subject, String counter) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return RedisKeys.signIn(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES)),
                    counter);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
