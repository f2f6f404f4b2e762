package org.turntable.redis;

import org.turntable.outage.RedisUnavailableException;

/** The call was made for another run id of Redis than the current one; nothing was sent. */
public final class RunIdChangedException extends RedisUnavailableException {
    private static final long serialVersionUID = 1L;

    RunIdChangedException(String runId) {
        super("another run of Redis answers now: " + runId, null);
    }
}
