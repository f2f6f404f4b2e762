package org.turntable.wechat;

/** WeChat, or the partner before it, did not do what was asked. The message is for the log and carries no secret, code or openid. */
public final class WeChatFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Reason {
        /** The code has served already (40163): a second callback of one sign-in. */
        CODE_USED,
        /** The code is none, or has expired (40029, 42003): sign in again. */
        CODE_REFUSED,
        /** Too many calls for today or this minute (45009, 45011): later. */
        LIMITED,
        /** Our own credentials or clock do not fit (40001, 40125, a refused signature): ops must act. */
        MISCONFIGURED,
        /** No answer in time, no connection, or an answer that is no such answer: try again. */
        UNAVAILABLE
    }

    private final Reason reason;

    public WeChatFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public WeChatFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What can be done about it. */
    public Reason reason() {
        return reason;
    }
}
