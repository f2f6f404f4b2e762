package org.turntable.wechat;

import java.time.Duration;
import org.turntable.outage.RedisUnavailableException;

/** The tokens of the account, shared by all nodes; a lease decides which node fetches a new one. Values are secrets. */
public interface SharedTokens {
    /** The result of asking for a token. */
    sealed interface Answer {}

    /**
     * The shared token.
     *
     * @param left how long it may still be used
     */
    record Held(String value, Duration left) implements Answer {
        @Override
        public String toString() {
            return "Held[(hidden), " + left + "]";
        }
    }

    /** There is no token. */
    enum Todo implements Answer {
        /** The caller has the lease: it fetches the token and calls {@link #put}. */
        FETCH,
        /** Another caller has the lease. */
        WAIT
    }

    /**
     * Asks for a token.
     *
     * @param name of the token: letters, digits, {@code -}, {@code _} and {@code :}
     * @param holder identifies this attempt; a repeated call with the same holder keeps the lease
     * @param lease how long the caller may take to fetch the token
     * @throws RedisUnavailableException when the shared store does not answer
     */
    Answer ask(String name, String holder, Duration lease);

    /**
     * Stores a fetched token and ends the lease.
     *
     * @param life how long it is kept from now on
     * @throws RedisUnavailableException when the shared store does not answer
     */
    void put(String name, String holder, String value, Duration life);

    /**
     * Ends the lease without a token.
     *
     * @throws RedisUnavailableException when the shared store does not answer; the lease expires then
     */
    void giveUp(String name, String holder);

    /**
     * Removes a token that WeChat refused; a newer one stays.
     *
     * @throws RedisUnavailableException when the shared store does not answer
     */
    void drop(String name, String value);
}
