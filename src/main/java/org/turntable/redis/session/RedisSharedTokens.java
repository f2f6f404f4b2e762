package org.turntable.redis.session;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import java.time.Duration;
import java.util.List;
import org.turntable.redis.LuaScript;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisConnection;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import org.turntable.wechat.SharedTokens;

/**
 * WeChat's tokens in the Redis for sessions and caches, with a lease for the node that fetches one. Uses the scripts
 * token.lua, token-put.lua and forget.lua.
 */
public final class RedisSharedTokens implements SharedTokens, AutoCloseable {
    private final RedisPipeline calls;

    /** @param calls to the Redis for sessions and caches; {@link #close} closes them */
    RedisSharedTokens(RedisPipeline calls) {
        this.calls = calls;
    }

    /** Opens a separate connection to the Redis for sessions and caches. */
    public static RedisSharedTokens open(RedisAddress address) {
        return new RedisSharedTokens(new RedisPipeline(address, RedisConnection.Use.SESSIONS, "redis-wechat", 1));
    }

    @Override
    public Answer ask(String name, String holder, Duration lease) {
        List<?> answer = (List<?>) answer(
                PipelinedCommand.script(LuaScript.TOKEN, null, keys(name), bytes(holder), bytes(lease.toMillis())));
        return switch (text(answer.get(0))) {
            case "held" -> new Held(text(answer.get(1)), Duration.ofMillis((Long) answer.get(2)));
            case "fetch" -> Todo.FETCH;
            default -> Todo.WAIT;
        };
    }

    @Override
    public void put(String name, String holder, String value, Duration life) {
        answer(PipelinedCommand.script(
                LuaScript.TOKEN_PUT,
                null,
                keys(name),
                bytes(holder),
                bytes(value),
                bytes(Math.max(1, life.toMillis()))));
    }

    @Override
    public void giveUp(String name, String holder) {
        answer(PipelinedCommand.script(
                LuaScript.FORGET, null, new byte[][] {RedisKeys.weChatLease(name)}, bytes(holder)));
    }

    @Override
    public void drop(String name, String value) {
        answer(PipelinedCommand.script(
                LuaScript.FORGET, null, new byte[][] {RedisKeys.weChatToken(name)}, bytes(value)));
    }

    private static byte[][] keys(String name) {
        return new byte[][] {RedisKeys.weChatToken(name), RedisKeys.weChatLease(name)};
    }

    private Object answer(PipelinedCommand call) {
        return Replies.await(calls.send(call), RedisAddress.TIMEOUT_MS);
    }

    @Override
    public void close() {
        calls.close();
    }
}
