package org.turntable.tool.failover;

import org.turntable.tool.failover.policy.MemberObservation;

/** What is known of both members now. */
interface Observations {
    MemberObservation observation(Member member);

    /**
     * Discards the status of both members after a change was made to one. A decision on the old status could close the
     * server that has just been opened.
     */
    void discardStatuses();
}
