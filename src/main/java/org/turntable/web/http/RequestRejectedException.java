package org.turntable.web.http;

import org.turntable.web.page.Notice;

/** A request that is not served: thrown with its reason; {@link ErrorFilter} sends the response. */
public final class RequestRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Notice notice;

    /**
     * @param notice what the player is shown
     * @param log the message for the log
     */
    public RequestRejectedException(Notice notice, String log) {
        super(log, null, false, false);
        this.notice = notice;
    }

    static RequestRejectedException notFound() {
        return new RequestRejectedException(Notice.NOT_FOUND, "no such path");
    }

    /** What the player is shown. */
    public Notice notice() {
        return notice;
    }
}
