package org.turntable.draw.restart;

import org.turntable.draw.Epoch;

/** The runs of Redis in which an epoch went on. Each method is executed by the named run of Redis or fails. */
public interface RunRegistry {
    /** Reads the last entry that the stream of a campaign has had, and remembers it as known to this process. */
    EntryId observe(int campaignId, Epoch epoch);

    /**
     * Reports to a run what this process knows.
     *
     * @param interrupted the epoch in which it drew, with the earlier run
     * @return what that run has
     */
    RunState report(int campaignId, Epoch interrupted, String runId, String process);

    /**
     * Continues an epoch in another run.
     *
     * @param reports how many reports have proved that nothing is lost; with another one nothing is changed
     * @return what that run has then
     */
    RunState proceed(int campaignId, Epoch interrupted, String runId, String process, int reports);
}
