package org.turntable.tool.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * Warns of a push at a bad time: shortly before a wave of push messages, without a replica, or under high load. What
 * cannot be checked is a warning, too.
 */
public final class PushGuard {
    private final PushRecords records;
    private final Duration waveMargin;
    private final double mostCpu;

    /**
     * @param waveMargin no push within this time before a wave, nor within a tenth of it after its start
     * @param mostCpu share of a node's processors, 0 to 1
     */
    public PushGuard(PushRecords records, Duration waveMargin, double mostCpu) {
        this.records = records;
        this.waveMargin = waveMargin;
        this.mostCpu = mostCpu;
    }

    /** The reasons against a push now, one sentence each; empty if there is none. */
    public List<String> warnings(List<PushTarget.Status> nodes, Instant now) {
        List<String> warnings = new ArrayList<>();
        try {
            for (PushRecords.Wave wave : records.wavesFrom(now.minus(waveMargin.dividedBy(10)))) {
                if (wave.at().isBefore(now.plus(waveMargin))) {
                    warnings.add("a wave of push messages is announced for " + wave.at() + " (" + wave.note() + ", "
                            + wave.by() + ")");
                }
            }
            if (!records.replicaAcknowledges()) {
                warnings.add("no replica acknowledges commits: the database has a single copy now");
            }
        } catch (DatabaseUnavailableException failed) {
            warnings.add("whether a wave is announced and a replica acknowledges is not known: " + failed.getMessage());
        }
        for (PushTarget.Status node : nodes) {
            if (node.cpu() > mostCpu) {
                warnings.add(String.format("%s is busy: %.0f %% of its processors", node.name(), node.cpu() * 100));
            }
        }
        return warnings;
    }
}
