package org.turntable.draw.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processes that may have answered draws. A process that is replaced on its node, or of which Redis has lost the
 * status, is remembered. For one thread.
 */
final class KnownNodes {
    /** A process that was silent for so long had ended before. It publishes its status every 3 s. */
    static final Duration SILENT = Duration.ofMinutes(1);

    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Map<String, Instant> processes = new HashMap<>();
    private final Map<String, Instant> older = new HashMap<>();

    void seen(List<LiveNodes.Sign> signs, Instant now) {
        for (LiveNodes.Sign sign : signs) {
            boolean reports = sign.process() != null;
            (reports ? processes : older)
                    .merge(reports ? sign.process() : sign.node(), sign.at(), (a, b) -> a.isAfter(b) ? a : b);
        }
        processes.values().removeIf(at -> at.isBefore(now.minus(REMEMBERED)));
        older.values().removeIf(at -> at.isBefore(now.minus(REMEMBERED)));
    }

    /**
     * The processes that may have answered a draw after the stream was observed. An older WAR may always have: it is
     * not known when it ended.
     *
     * @param observedAt when this process has last read the stream of the earlier run
     */
    Set<String> needed(Instant observedAt) {
        Set<String> needed = new TreeSet<>();
        processes.forEach((process, at) -> {
            if (at.plus(SILENT).isAfter(observedAt)) {
                needed.add(process);
            }
        });
        older.keySet().forEach(node -> needed.add(node + " (older version)"));
        return needed;
    }
}
