package org.turntable.wechat;

/**
 * A call to WeChat, or to the partner in front of it, failed. The message is for the log and contains no secret, code
 * or openid.
 */
public final class WeChatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reason, by what can be done about it. */
    public enum Reason {
        /** The code was used before (40163): a second callback of one sign-in. */
        CODE_USED,
        /** The code is invalid or has expired (40029, 42003): sign in again. */
        CODE_REFUSED,
        /** Too many calls today, this minute (45009, 45011) or at the same time: try later. */
        LIMITED,
        /** Wrong credentials or a wrong clock on our side (40001, 40125, a refused signature): ops must act. */
        MISCONFIGURED,
        /** No connection, no answer in time, or an answer that cannot be read: try again. */
        UNAVAILABLE
    }

    private final Reason reason;

    public WeChatException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public WeChatException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** For a call beyond the node's limit of calls at the same time. */
    static WeChatException tooManyCalls() {
        return new WeChatException(Reason.LIMITED, "too many calls of this node wait for WeChat already");
    }

    /** The reason, by what can be done about it. */
    public Reason reason() {
        return reason;
    }
}
