package org.turntable.draw.restart;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a run of Redis has of a campaign, and what processes of the WAR have reported to it.
 *
 * @param epoch the published epoch
 * @param last the last entry that its stream had when the first process reported: no draw was admitted in this run
 *     before
 * @param continued whether the epoch is continued in this run
 * @param reports by process
 */
public record RunState(OptionalLong epoch, EntryId last, boolean continued, Map<String, Report> reports) {
    /**
     * What a process knows of an earlier run.
     *
     * @param epoch the epoch in which it drew until that run ended
     * @param known the latest entry of which it knows: every draw that it has answered is this one or an earlier one
     */
    public record Report(long epoch, EntryId known) {}
}
