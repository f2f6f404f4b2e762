package org.turntable.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Speaks against a push at a bad moment: shortly before a wave of push messages, without a replica, under high load. What it cannot find
 * out speaks against it, too.
 */
public final class PushGuard {
    private final PushRecords records;
    private final Duration waveMargin;
    private final double mostCpu;

    /**
     * @param waveMargin no push within this time before a wave, nor for a tenth of it after one began
     * @param mostCpu    share of a node's processors, 0 to 1
     */
    public PushGuard(PushRecords records, Duration waveMargin, double mostCpu) {
        this.records = records;
        this.waveMargin = waveMargin;
        this.mostCpu = mostCpu;
    }

    /** A sentence for each thing that speaks against a push now; none where nothing does. */
    public List<String> warnings(List<Node.Status> nodes, Instant now) {
        List<String> warnings = new ArrayList<>();
        try {
            for (PushRecords.Wave wave : records.wavesFrom(now.minus(waveMargin.dividedBy(10)))) {
                if (wave.at().isBefore(now.plus(waveMargin))) {
                    warnings.add("a wave of push messages is announced for " + wave.at() + " (" + wave.note() + ", " + wave.by() + ")");
                }
            }
            if (!records.replicaAcknowledges()) {
                warnings.add("no replica acknowledges commits: the database is a single point now");
            }
        } catch (PushRecords.Unavailable away) {
            warnings.add("whether a wave is coming and a replica there is not known: " + away.getMessage());
        }
        for (Node.Status node : nodes) {
            if (node.cpu() > mostCpu) {
                warnings.add(String.format("%s is busy: %.0f %% of its processors", node.name(), node.cpu() * 100));
            }
        }
        return warnings;
    }
}
