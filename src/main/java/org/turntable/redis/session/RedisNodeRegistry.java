package org.turntable.redis.session;

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
import org.turntable.health.NodeRegistry;
import org.turntable.health.NodeStatus;
import org.turntable.redis.PipelinedCommand;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.Replies;
import redis.clients.jedis.Protocol;

/**
 * The registry as the hash {@code tt:nodes} in the Redis for sessions. Each node has one field; its value is the time
 * in milliseconds since the epoch and the status as JSON.
 */
final class RedisNodeRegistry implements NodeRegistry {
    private static final byte[] KEY = bytes("tt:nodes");
    private static final Duration KEPT = Duration.ofHours(1);
    /** A node with another version of the WAR may report more or fewer properties. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final RedisPipeline calls;

    RedisNodeRegistry(RedisPipeline calls) {
        this.calls = calls;
    }

    @Override
    public void publish(NodeStatus status, Instant now) {
        try {
            ask(PipelinedCommand.of(
                    Protocol.Command.HSET,
                    KEY,
                    bytes(status.node()),
                    bytes(now.toEpochMilli() + " " + JSON.writeValueAsString(status))));
            ask(PipelinedCommand.of(Protocol.Command.PEXPIRE, KEY, bytes(KEPT.toMillis())));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts and numbers always has a JSON form", impossible);
        }
    }

    @Override
    public List<Heartbeat> all(Instant now) {
        List<?> reply = (List<?>) ask(PipelinedCommand.of(Protocol.Command.HGETALL, KEY));
        List<Heartbeat> all = new ArrayList<>();
        List<byte[]> old = new ArrayList<>(List.of(KEY));
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            Optional<Heartbeat> heartbeat = parse(text(reply.get(i + 1)));
            if (heartbeat.isEmpty() || heartbeat.get().at().isBefore(now.minus(KEPT))) {
                old.add((byte[]) reply.get(i));
            } else {
                all.add(heartbeat.get());
            }
        }
        if (old.size() > 1) {
            ask(PipelinedCommand.of(Protocol.Command.HDEL, old.toArray(byte[][]::new)));
        }
        all.sort(Comparator.comparing(heartbeat -> heartbeat.status().node()));
        return all;
    }

    private static Optional<Heartbeat> parse(String value) {
        int space = value.indexOf(' ');
        try {
            return Optional.of(new Heartbeat(
                    JSON.readValue(value.substring(space + 1), NodeStatus.class),
                    Instant.ofEpochMilli(Long.parseLong(value.substring(0, space)))));
        } catch (JsonProcessingException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private Object ask(PipelinedCommand call) {
        return Replies.await(calls.send(call));
    }
}
