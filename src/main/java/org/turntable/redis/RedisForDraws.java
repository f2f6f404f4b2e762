package org.turntable.redis;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.turntable.draw.Admissions;
import org.turntable.draw.EpochBoard;
import org.turntable.draw.RehearsalStage;
import org.turntable.draw.Takings;
import org.turntable.ledger.DrawLog;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** The Redis for draws, opened once a node: two sets of lines, one that players wait for and one for the work behind it. */
public final class RedisForDraws implements AutoCloseable {
    private final CallGatherer playersCalls;
    private final CallGatherer backgroundCalls;
    private final RedisAdmissions admissions;
    private final RedisDrawLog drawLog;
    private final RedisEpochBoard epochBoard;
    private final RedisRehearsalProps rehearsalProps;
    private final RedisTakings takings;

    /**
     * @param address    where it is
     * @param lines      connections for draws
     * @param deadlineMs a draw that Redis meets later refuses itself
     * @param highWater  entries in a campaign's ledger at which its draws are busy
     * @param millis     this node's wall clock
     */
    public RedisForDraws(RedisAddress address, int lines, long deadlineMs, long highWater, LongSupplier millis) {
        RedisKeys keys = new RedisKeys();
        RedisClock clock = new RedisClock(millis);
        playersCalls = new CallGatherer(address, RedisLine.Use.DRAWS, "redis-draws", lines);
        backgroundCalls = new CallGatherer(address, RedisLine.Use.DRAWS, "redis-ledger", 1);
        admissions = new RedisAdmissions(playersCalls, keys, clock, deadlineMs, highWater);
        drawLog = new RedisDrawLog(backgroundCalls, keys, clock);
        epochBoard = new RedisEpochBoard(backgroundCalls, drawLog, keys);
        rehearsalProps = new RedisRehearsalProps(backgroundCalls, keys);
        takings = new RedisTakings(backgroundCalls, keys);
    }

    /**
     * What the Redis at that address says of itself, over a connection of its own.
     *
     * @throws Admissions.Unavailable when it does not answer
     */
    public static RedisCondition condition(RedisAddress address) {
        try (Connection connection = address.connect()) {
            return RedisLine.condition(connection);
        } catch (JedisException away) {
            throw new Admissions.Unavailable(away.getMessage(), away);
        }
    }

    /** Tells the run of Redis of each new connection, before a draw is sent over it. */
    public void onRun(Consumer<String> listener) {
        playersCalls.onRun(listener);
        backgroundCalls.onRun(listener);
    }

    /** Whether a draw would be tried now; false while every line is down. */
    public boolean isUp() {
        return playersCalls.isUp();
    }

    /** Draws and views. */
    public Admissions admissions() {
        return admissions;
    }

    /** The ledger's stream. */
    public DrawLog drawLog() {
        return drawLog;
    }

    /** Epochs and plan versions. */
    public EpochBoard epochBoard() {
        return epochBoard;
    }

    /** What rehearsals leave in Redis. */
    public RehearsalStage.Props rehearsalProps() {
        return rehearsalProps;
    }

    /** What is taken of each prize. */
    public Takings takings() {
        return takings;
    }

    @Override
    public void close() {
        playersCalls.close();
        backgroundCalls.close();
    }
}
