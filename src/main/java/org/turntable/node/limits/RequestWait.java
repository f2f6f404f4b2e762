package org.turntable.node.limits;

import java.time.Duration;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.redis.RedisAddress;
import org.turntable.staff.PasswordSignIn;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.draw.DrawServlet;
import org.turntable.wechat.WeChatLimits;

/**
 * Everything that a request may wait for, in one table: how long, and how many requests of a node may do so at the same
 * time. Each kind has a bulkhead of its own without a queue, so that a slow part of the system holds the threads of its
 * kind and no others. Together they hold fewer threads than Tomcat has; {@link RouteWaits} says which route may wait
 * for what. A test compares both with the edge's patience and Tomcat's threads.
 */
public enum RequestWait {
    /** Counting an attempt to sign in, and forgetting the attempts after a success. */
    SIGN_IN_COUNTS(
            0,
            Duration.ofMillis(2L * RedisAddress.TIMEOUT_MS),
            false,
            "the Redis for sessions, to count attempts of staff to sign in"),
    /** Reading and storing the session. Short, so it has no bulkhead; a Redis that hangs is soon known to be down. */
    SESSION(
            0,
            Duration.ofMillis(2L * RedisAddress.TIMEOUT_MS),
            true,
            "the Redis for sessions, to read and to store the session"),
    /** The state of a player, from a Redis that is healthy. */
    PLAYER_STATE(0, PlayerStates.SHORT_WAIT, false, "the Redis for draws, for the state of the player"),
    /** The state of a player that Redis does not have and MariaDB does. */
    PLAYER_LOAD(
            PlayerStates.LONG_WAITS_AT_ONCE,
            PlayerStates.LONG_WAIT,
            false,
            "the same when MariaDB has to be read for it; beyond it pages come without the state"),
    /** The answer to a draw. No thread is held; after that time the container's next look answers "tap again". */
    DRAW(0, Duration.ofMillis(DrawServlet.LAST_RESORT_MS + 1_000), true, "the answer to a draw. No thread is held"),
    /** The round trip that /diag shows. */
    PING(0, Duration.ofMillis(250), false, "one round trip to the Redis for draws"),
    /** Exchanging the code of a sign-in at WeChat, or at the partner. */
    SIGN_IN_CALLS(3, WeChatLimits.TOTAL, false, "WeChat or the partner, to exchange the code of a sign-in"),
    /** The ticket for signatures of pages, the check of followers, and the tokens for both. */
    WECHAT_LOOK_UPS(
            1,
            WeChatLimits.TOTAL,
            false,
            "WeChat or the partner, for the signature of a page or whether a player follows, and for another node that fetches the token"),
    /** Claims of winners, and their coupon codes. A small part of the connections too: draws need the others. */
    WINNERS(2, database(), false, "MariaDB, for claims and coupon codes of winners"),
    /** Look-ups and confirmations of verifiers; a limit of its own, so that winners do not delay them. */
    VERIFIERS(2, database(), false, "MariaDB, for what verifiers look up and confirm"),
    /** The pages of signed-in operators: several queries, and figures from both Redis servers. */
    CONSOLE(
            2,
            database().multipliedBy(3),
            false,
            "MariaDB and both Redis servers, for the pages of signed-in operators"),
    /** The account of an operator who signs in. The permit is that of the password. */
    OPERATOR_ACCOUNT(
            0,
            database(),
            false,
            "MariaDB, for the account of an operator who signs in, inside the bulkhead of the password"),
    /** Verifying the password of an operator: CPU time, three times what it takes on an idle core. */
    OPERATOR_PASSWORD(
            PasswordSignIn.AT_ONCE, Duration.ofSeconds(1), true, "a core, to verify the password of an operator"),
    /** The same for a verifier. */
    VERIFIER_PASSWORD(
            PasswordSignIn.AT_ONCE, Duration.ofSeconds(1), true, "a core, to verify the password of a verifier"),
    /** A rehearsal draw on a node that may still be starting. Not for the edge: ops ask the node itself. */
    REHEARSAL(0, Duration.ofSeconds(15), true, "a rehearsal draw. Ops ask the node itself, with the token");

    /**
     * How long a request may wait for other systems, in all. Statements, calls and replies are given what is left of
     * it, so that many short waits do not become a long one.
     */
    public static final Duration REQUEST_TIME = Duration.ofSeconds(3);

    private final int permits;
    private final Duration longest;
    private final boolean beside;
    private final String purpose;

    RequestWait(int permits, Duration longest, boolean beside, String purpose) {
        this.permits = permits;
        this.longest = longest;
        this.beside = beside;
        this.purpose = purpose;
    }

    private static Duration database() {
        // For a connection, then for one statement; more of them share what is left of the request's time.
        return Duration.ofSeconds(1).plus(MariaDbPools.NODE_ANSWER);
    }

    /** Requests of a node that may wait like this at the same time; 0 for waits that are short, or hold no thread. */
    public int permits() {
        return permits;
    }

    /** How long, at most. */
    public Duration longest() {
        return longest;
    }

    /** What it waits for and why, for the reference. */
    public String purpose() {
        return purpose;
    }

    /** Whether it comes on top of {@link #REQUEST_TIME}; otherwise it ends with that. */
    public boolean isBesideRequestTime() {
        return beside;
    }
}
