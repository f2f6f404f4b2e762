package org.turntable.redis.draw;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.turntable.draw.Admissions;
import org.turntable.draw.EpochRegistry;
import org.turntable.draw.PlayerBlockRegistry;
import org.turntable.draw.RehearsalStore;
import org.turntable.draw.TakenCounts;
import org.turntable.draw.restart.RunRegistry;
import org.turntable.health.DecidingClock;
import org.turntable.ledger.LedgerStream;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisClock;
import org.turntable.redis.RedisConnection;
import org.turntable.redis.RedisInfo;
import org.turntable.redis.RedisKeys;
import org.turntable.redis.RedisPipeline;
import org.turntable.redis.RequiredReplicas;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The Redis for draws, opened once per node: two pipelines, one for the requests of players and one for background
 * work.
 */
public final class RedisForDraws implements AutoCloseable {
    private final RedisAddress address;
    private final RedisPipeline playerCalls;
    private final RedisPipeline backgroundCalls;
    private final RedisMemory memory;
    private final RedisAdmissions admissions;
    private final RedisLedgerStream drawLog;
    private final RedisEpochRegistry epochRegistry;
    private final RedisRehearsalCleanup rehearsalCleanup;
    private final RedisTakenCounts takenCounts;
    private final RedisPlayerBlocks playerBlocks;
    private final RedisRunRegistry runs;
    private final RedisDecidingClock decidingClock;

    /**
     * @param address where it is
     * @param connections number of connections for the requests of players
     * @param deadlineMs a draw that Redis receives more than this many milliseconds after its creation is refused
     * @param highWater entries in a campaign's ledger stream from which on its draws are refused as busy
     * @param millis this node's wall clock
     */
    public RedisForDraws(RedisAddress address, int connections, long deadlineMs, long highWater, LongSupplier millis) {
        this.address = address;
        RedisKeys keys = new RedisKeys();
        RedisClock clock = new RedisClock(millis);
        playerCalls = new RedisPipeline(address, RedisConnection.Use.DRAWS, "redis-draws", connections);
        backgroundCalls = new RedisPipeline(address, RedisConnection.Use.DRAWS, "redis-ledger", 1);
        memory = new RedisMemory(backgroundCalls);
        memory.start();
        KnownEntries known = new KnownEntries();
        admissions = new RedisAdmissions(playerCalls, keys, clock, memory, known, deadlineMs, highWater);
        drawLog = new RedisLedgerStream(backgroundCalls, keys, clock);
        epochRegistry = new RedisEpochRegistry(backgroundCalls, drawLog, keys);
        rehearsalCleanup = new RedisRehearsalCleanup(backgroundCalls, keys);
        takenCounts = new RedisTakenCounts(backgroundCalls, keys);
        playerBlocks = new RedisPlayerBlocks(backgroundCalls, keys, known);
        runs = new RedisRunRegistry(backgroundCalls, keys, known);
        decidingClock = new RedisDecidingClock(backgroundCalls, keys);
    }

    /**
     * Reads the state of the Redis at that address over a separate connection.
     *
     * @throws RedisUnavailableException if it does not answer
     */
    public static RedisInfo condition(RedisAddress address) {
        try (Connection connection = address.connect()) {
            return RedisConnection.condition(connection);
        } catch (JedisException unavailable) {
            throw new RedisUnavailableException(unavailable.getMessage(), unavailable);
        }
    }

    /** Passes the run id of Redis to the listener for each new connection, before a draw is sent over it. */
    public void onRun(Consumer<String> listener) {
        playerCalls.onRun(listener);
        backgroundCalls.onRun(listener);
    }

    /**
     * How long another master may still take draws after this one had been seen to take writes: behind Sentinels, until
     * a master that was cut off stops. Zero without Sentinels.
     */
    public Duration cutOff() {
        return address.isBehindSentinels() ? RequiredReplicas.CUT_OFF : Duration.ZERO;
    }

    /** Whether a draw would be sent now; false while every connection is down. */
    public boolean isUp() {
        return playerCalls.isUp();
    }

    /** Used share of its memory limit, 0 to about 1; 0 without a limit. */
    public double memoryRatio() {
        return memory.ratio();
    }

    /** Draws and views. */
    public Admissions admissions() {
        return admissions;
    }

    /** The ledger's stream. */
    public LedgerStream drawLog() {
        return drawLog;
    }

    /** Epochs and plan versions. */
    public EpochRegistry epochRegistry() {
        return epochRegistry;
    }

    /** Removes what rehearsals leave in Redis. */
    public RehearsalStore.Cleanup rehearsalCleanup() {
        return rehearsalCleanup;
    }

    /** How many units of each prize count as taken. */
    public TakenCounts takenCounts() {
        return takenCounts;
    }

    /** Blocked players. */
    public PlayerBlockRegistry playerBlocks() {
        return playerBlocks;
    }

    /** The runs in which epochs went on. */
    public RunRegistry runs() {
        return runs;
    }

    /** Its clock, and the time that has decided already. */
    public DecidingClock decidingClock() {
        return decidingClock;
    }

    @Override
    public void close() {
        memory.close();
        playerCalls.close();
        backgroundCalls.close();
    }
}
