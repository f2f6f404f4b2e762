package org.turntable.health;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The clocks that matter to a node, compared. A wrong clock never takes a node out of service: players would gain
 * nothing, since all nodes use the same Redis.
 *
 * @param redis against the Redis for draws, whose time decides
 * @param mariadb against the writer
 * @param deciding the clock of that Redis against the time that has decided already
 */
public record NodeClocks(ClockOffset redis, ClockOffset mariadb, DecidingTimes deciding) {
    /**
     * Nothing is measured yet.
     *
     * @param millis this node's wall clock
     */
    public static NodeClocks of(LongSupplier millis) {
        return new NodeClocks(
                new ClockOffset("redis", millis, System::nanoTime),
                new ClockOffset("mariadb", millis, System::nanoTime),
                new DecidingTimes());
    }

    /** Both servers' clocks. */
    List<ClockOffset> offsets() {
        return List.of(redis, mariadb);
    }

    /** For /readyz: "ok", or what is wrong. */
    public String word() {
        String wrong = Stream.of(redis.word(), mariadb.word(), deciding.word())
                .filter(word -> !word.equals("ok"))
                .collect(Collectors.joining("; "));
        return wrong.isEmpty() ? "ok" : wrong;
    }

    /** For /status. */
    public NodeStatus.Clocks status() {
        return new NodeStatus.Clocks(seconds(redis), seconds(mariadb), deciding.most());
    }

    private static Double seconds(ClockOffset offset) {
        return offset.seconds().isPresent() ? offset.seconds().getAsDouble() : null;
    }
}
