package org.turntable.tool.failover;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverPhase;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberObservation;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.ReplicationMode;

/** The alarms that are active now, each a name and a sentence for the operator. For the agent's one thread. */
final class AgentAlarms {
    /** The policy refuses an action, or a server has to be started or ended. */
    static final String REFUSED = "refused";
    /** The last step failed. */
    static final String STEP = "step";

    private final MemberPair pair;
    private final FailoverTimeouts timeouts;
    private final FailoverMetrics metrics;
    private final Map<String, String> active = new TreeMap<>();
    private String lastJournaled = "";

    AgentAlarms(MemberPair pair, FailoverTimeouts timeouts, FailoverMetrics metrics) {
        this.pair = pair;
        this.timeouts = timeouts;
        this.metrics = metrics;
    }

    /** The active alarms by name. */
    Map<String, String> active() {
        return Collections.unmodifiableMap(active);
    }

    /** Raises an alarm, or replaces its sentence; a null sentence clears it. */
    void set(String name, String sentence) {
        if (sentence == null) {
            if (active.remove(name) != null && !active.containsKey(REFUSED) && !active.containsKey(STEP)) {
                lastJournaled = "";
            }
            return;
        }
        active.put(name, sentence);
        // Written to the journal once, and not again in each tick with another number of milliseconds.
        String text = sentence.replaceAll("\\d+ ms", "");
        if ((name.equals(REFUSED) || name.equals(STEP)) && !text.equals(lastJournaled)) {
            lastJournaled = text;
            pair.journal(sentence);
        }
    }

    /**
     * Derives the alarms that follow from the state of the cluster, and publishes the number of all of them.
     *
     * @param monitor what is observed of both members
     * @param hostFailures commands of the hosts that failed, by command
     */
    void update(Observations monitor, Map<String, String> hostFailures) {
        active.keySet().removeIf(name -> name.startsWith("process "));
        hostFailures.forEach((command, sentence) -> set("process " + command, sentence));
        set("mode", modeAlarm(pair.state()));
        for (Member member : List.of(pair.writer(), pair.replica())) {
            MemberObservation observation = monitor.observation(member);
            metrics.answers(member.address(), observation.answers(timeouts));
            boolean full = observation.status().filter(MemberStatus::diskFull).isPresent();
            set("disk " + member.address(), full ? "the disk of " + member.address() + " is full: make room" : null);
            set(
                    "commits " + member.address(),
                    observation.commitsFailFor().isZero()
                            ? null
                            : "every commit on " + member.address()
                                    + " fails: its binlog cannot be written, see its error log");
            boolean unmarked = observation
                    .status()
                    .filter(status -> status.storedMark().isEmpty())
                    .isPresent();
            set(
                    "mark " + member.address(),
                    unmarked
                            ? "the term is not stored on " + member.address()
                                    + ", so a spare agent could not find the last writer: run accounts.sql there again"
                            : null);
            set(
                    "away " + member.address(),
                    observation.isDead(timeouts)
                            ? member.address() + " does not answer: " + observation.lastError()
                            : null);
        }
        metrics.alarms(active.keySet());
    }

    private static String modeAlarm(ClusterState state) {
        if (state.phase() == FailoverPhase.PROMOTING) {
            return state.writer() + " is being promoted and is not open yet: wins are being confirmed later";
        }
        if (state.mode() == ReplicationMode.PAIR) {
            return null;
        }
        return state.mode() == ReplicationMode.SINGLE_COPY
                ? "single-copy mode until " + state.until().orElseThrow() + ": what " + state.writer()
                        + " commits is on one server only"
                : "commits wait for a replica, and no server may be promoted";
    }
}
