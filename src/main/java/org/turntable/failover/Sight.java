package org.turntable.failover;

import java.time.Duration;
import java.util.Optional;

/**
 * One node as its prober saw it until now.
 *
 * @param address   whose
 * @param source    at which the other node reaches it
 * @param view      the last look that succeeded
 * @param viewAge   how long ago that was
 * @param age       how long ago it answered at all, be it with an error, or since looking began
 * @param failures  looks that failed since; 0 when the last succeeded
 * @param gone      whether the last of them found nothing that listens
 * @param still     for how long, as a replica, nothing arrived from its source
 * @param unheard   for how long, as a writer, commits have waited without any being acknowledged
 * @param full      for how long something has waited for room on its disk
 * @param alone     looks in a row at which, as a writer, it had no replica that acknowledges
 * @param trouble   what the last failure said; empty when there was none
 */
record Sight(String address, String source, Optional<View> view, Duration viewAge, Duration age, int failures, boolean gone, Duration still,
        Duration unheard, Duration full, int alone,
             String trouble) {
    /** Whether nothing is known of it yet. */
    boolean isUnseen() {
        return view.isEmpty() && failures == 0 && trouble.isEmpty();
    }

    /** Whether it answers now. */
    boolean answers(Limits limits) {
        return view.isPresent() && failures == 0 && viewAge.compareTo(limits.fresh()) <= 0;
    }

    /** Whether no server listens there any more, as seen from here. */
    boolean isGone() {
        return failures >= Limits.FAILURES && gone;
    }

    /** Whether it says nothing for longer than a busy server would. */
    boolean isSilent(Limits limits) {
        return failures >= Limits.FAILURES && age.compareTo(limits.silence()) >= 0;
    }

    boolean isDead(Limits limits) {
        return isGone() || isSilent(limits);
    }

    /** Whether it hears nothing of its source: not connected to it, or no event and no heartbeat for longer than it should take. */
    boolean hasLostItsSource(Limits limits) {
        return view.flatMap(View::replication).map(one -> !one.receiving()
                || still.compareTo(longer(limits.silence(), one.heartbeat().multipliedBy(5).dividedBy(2))) >= 0).orElse(false);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
