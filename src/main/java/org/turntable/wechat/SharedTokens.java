package org.turntable.wechat;

import java.time.Duration;

/** Where all nodes keep the account's tokens together, and agree who fetches a new one. Values are secrets. */
public interface SharedTokens {
    /** What asking for a token gives. */
    sealed interface Answer {
    }

    /**
     * The token is there.
     *
     * @param left how long it may still be used
     */
    record Held(String value, Duration left) implements Answer {
        @Override
        public String toString() {
            return "Held[(hidden), " + left + "]";
        }
    }

    /** What there is to do where no token is there. */
    enum Todo implements Answer {
        /** The asker has the lease: it is to fetch the token and put it here. */
        FETCH,
        /** Somebody else has the lease. */
        WAIT
    }

    /**
     * Asks for a token.
     *
     * @param name   which, letters, digits, {@code -}, {@code _} and {@code :}
     * @param holder names this attempt; asking again with the same one keeps a lease
     * @param lease  for how long the asker may fetch before somebody else is told to
     * @throws Away when nobody can be asked
     */
    Answer ask(String name, String holder, Duration lease);

    /**
     * Puts a token that was fetched here, and ends the lease.
     *
     * @param life from now on, after which it is forgotten
     * @throws Away when it cannot be put
     */
    void put(String name, String holder, String value, Duration life);

    /**
     * Ends the lease without a token.
     *
     * @throws Away when it cannot be ended; it ends by itself
     */
    void giveUp(String name, String holder);

    /**
     * Forgets a token that WeChat refused; a newer one stays.
     *
     * @throws Away when it cannot be forgotten
     */
    void drop(String name, String value);

    /** The place where tokens are shared does not answer. */
    class Away extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Away(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
