package org.turntable.redis;

import org.turntable.draw.Admissions;

/** The call was made for another run of Redis than the one that answers now; nothing was sent. */
final class OtherRunException extends Admissions.Unavailable {
    private static final long serialVersionUID = 1L;

    OtherRunException(String runId) {
        super("another run of Redis answers now: " + runId, null);
    }
}
