package org.turntable.web;

import org.turntable.web.page.Notice;

/** A request that is not served: thrown with its reason, answered in one place by {@link ErrorFilter}. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Notice notice;

    /**
     * @param notice what the player is told
     * @param log    what the log is told
     */
    public RequestRefused(Notice notice, String log) {
        super(log, null, false, false);
        this.notice = notice;
    }

    static RequestRefused notFound() {
        return new RequestRefused(Notice.NOT_FOUND, "no such path");
    }

    /** What the player is told. */
    public Notice notice() {
        return notice;
    }
}
