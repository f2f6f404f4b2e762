package org.turntable.redis;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.turntable.wechat.SharedTokens;

/** WeChat's tokens in the Redis for sessions and caches, with a lease for who fetches one: the scripts token.lua, token-put.lua, forget.lua. */
public final class RedisSharedTokens implements SharedTokens, AutoCloseable {
    /** A request's thread waits here; a Redis that hangs is known to be down after less. */
    private static final long PATIENCE_MS = 1_000;

    private final CallGatherer calls;

    /** @param calls to the Redis for sessions and caches; {@link #close} closes them */
    RedisSharedTokens(CallGatherer calls) {
        this.calls = calls;
    }

    /** Over a line of its own to the Redis for sessions and caches. */
    public static RedisSharedTokens open(RedisAddress address) {
        return new RedisSharedTokens(new CallGatherer(address, RedisLine.Use.SESSIONS, "redis-wechat", 1));
    }

    @Override
    public Answer ask(String name, String holder, Duration lease) {
        List<?> answer = (List<?>) told(RedisCall.script(Script.TOKEN, null, keys(name), bytes(holder), bytes(lease.toMillis())));
        return switch (text(answer.get(0))) {
            case "held" -> new Held(text(answer.get(1)), Duration.ofMillis((Long) answer.get(2)));
            case "fetch" -> Todo.FETCH;
            default -> Todo.WAIT;
        };
    }

    @Override
    public void put(String name, String holder, String value, Duration life) {
        told(RedisCall.script(Script.TOKEN_PUT, null, keys(name), bytes(holder), bytes(value), bytes(Math.max(1, life.toMillis()))));
    }

    @Override
    public void giveUp(String name, String holder) {
        told(RedisCall.script(Script.FORGET, null, new byte[][] {RedisKeys.weChatLease(name)}, bytes(holder)));
    }

    @Override
    public void drop(String name, String value) {
        told(RedisCall.script(Script.FORGET, null, new byte[][] {RedisKeys.weChatToken(name)}, bytes(value)));
    }

    private static byte[][] keys(String name) {
        return new byte[][] {RedisKeys.weChatToken(name), RedisKeys.weChatLease(name)};
    }

    private Object told(RedisCall call) {
        try {
            return calls.send(call).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new Away(failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException late) {
            call.reply().cancel(false);
            throw new Away("Redis did not answer within " + PATIENCE_MS + " ms", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Away("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
