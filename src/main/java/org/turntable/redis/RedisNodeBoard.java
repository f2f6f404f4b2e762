package org.turntable.redis;

import static org.turntable.redis.RedisKeys.bytes;
import static org.turntable.redis.RedisKeys.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.turntable.draw.Admissions;
import org.turntable.ops.NodeBoard;
import org.turntable.ops.NodeStatus;
import redis.clients.jedis.Protocol;

/** The board as the hash {@code tt:nodes} in the Redis for sessions: a field a node, its value the milliseconds and the status as JSON. */
final class RedisNodeBoard implements NodeBoard {
    private static final byte[] KEY = bytes("tt:nodes");
    private static final Duration KEPT = Duration.ofHours(1);
    /** Another WAR may tell more, or less. */
    private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final CallGatherer calls;

    RedisNodeBoard(CallGatherer calls) {
        this.calls = calls;
    }

    @Override
    public void tell(NodeStatus status, Instant now) throws Unavailable {
        try {
            ask(RedisCall.of(Protocol.Command.HSET, KEY, bytes(status.node()), bytes(now.toEpochMilli() + " " + JSON.writeValueAsString(status))));
            ask(RedisCall.of(Protocol.Command.PEXPIRE, KEY, bytes(KEPT.toMillis())));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts and numbers always has a JSON form", impossible);
        }
    }

    @Override
    public List<Told> all(Instant now) throws Unavailable {
        List<?> reply = (List<?>) ask(RedisCall.of(Protocol.Command.HGETALL, KEY));
        List<Told> all = new ArrayList<>();
        List<byte[]> old = new ArrayList<>(List.of(KEY));
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            Optional<Told> told = parse(text(reply.get(i + 1)));
            if (told.isEmpty() || told.get().at().isBefore(now.minus(KEPT))) {
                old.add((byte[]) reply.get(i));
            } else {
                all.add(told.get());
            }
        }
        if (old.size() > 1) {
            ask(RedisCall.of(Protocol.Command.HDEL, old.toArray(byte[][]::new)));
        }
        all.sort(Comparator.comparing(told -> told.status().node()));
        return all;
    }

    private static Optional<Told> parse(String value) {
        int space = value.indexOf(' ');
        try {
            return Optional.of(new Told(JSON.readValue(value.substring(space + 1), NodeStatus.class), Instant.ofEpochMilli(Long.parseLong(value.substring(0, space)))));
        } catch (JsonProcessingException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private Object ask(RedisCall call) throws Unavailable {
        try {
            return Replies.await(calls.send(call));
        } catch (Admissions.Unavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
    }
}
