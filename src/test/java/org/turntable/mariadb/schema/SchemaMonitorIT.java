package org.turntable.mariadb.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.health.ClockMetrics;
import org.turntable.health.NodeClocks;
import org.turntable.ledger.Metric;
import org.turntable.mariadb.DatabaseMetrics;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.mariadb.pool.NodePool;
import org.turntable.testing.stack.Await;

/** The schema monitor, and the metrics of the database. */
class SchemaMonitorIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SIZE = 3;
    private static MigratedDatabase database;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicLong nodeAhead = new AtomicLong();
    private final NodeClocks clocks = NodeClocks.of(() -> System.currentTimeMillis() + nodeAhead.get());
    private NodePool pool;
    private SchemaMonitor monitor;

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(true);
        database.pool().close();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void open() {
        pool = MariaDbPools.forNode(database.access("turntable_app"), "watched", SIZE, MariaDbPools.NODE_ANSWER);
        monitor = new SchemaMonitor(pool, ExpectedSchema.ofThisBuild(), clocks.mariadb());
        DatabaseMetrics.register(registry, pool, monitor);
    }

    @AfterEach
    void close() {
        monitor.close();
        pool.close();
    }

    @Test
    void aDroppedIndexIsReportedUntilItIsRestored() {
        assertEquals("not looked at yet", monitor.word());
        checkForAMinute();
        assertEquals("ok", monitor.word());
        assertEquals(0, Metric.of(registry, "turntable_schema_missing_indexes"));

        database.server().execute("ALTER TABLE turntable.prize_unit DROP INDEX free_units");
        checkForAMinute();
        assertEquals("index prize_unit.free_units (prize_id,player_id,draw_number,ordinal) is missing", monitor.word());
        assertEquals(1, Metric.of(registry, "turntable_schema_missing_indexes"));

        database.server()
                .execute("ALTER TABLE turntable.prize_unit ADD INDEX free_units (prize_id, player_id, draw_number, "
                        + "ordinal)");
        checkForAMinute();
        assertEquals("ok", monitor.word());
    }

    @Test
    void anUnexpectedIndexIsNotReported() {
        database.server().execute("ALTER TABLE turntable.player ADD INDEX by_time (first_seen_at)");
        try {
            checkForAMinute();
            assertEquals("ok", monitor.word());
        } finally {
            database.server().execute("ALTER TABLE turntable.player DROP INDEX by_time");
        }
    }

    @Test
    void theMetricsShowTheConnectionsAndTheWriter() {
        Await.until("the pool is full", LIMIT, () -> pool.getHikariPoolMXBean().getIdleConnections() == SIZE);
        monitor.check();
        assertEquals(SIZE, Metric.of(registry, "turntable_mariadb_connections", "state", "idle"));
        assertEquals(SIZE + 1, Metric.of(registry, "turntable_mariadb_connections_most"));
        assertEquals(SIZE + 1, Metric.of(registry, "turntable_mariadb_sessions"), "the pool's and the monitor's");
        assertEquals(200, Metric.of(registry, "turntable_mariadb_sessions_most"));
        assertEquals(
                1,
                Metric.of(
                        registry,
                        "turntable_mariadb_writer",
                        "address",
                        database.server().address()));
        database.server().execute("SET GLOBAL read_only = 1");
        try {
            Await.until(
                    "there is no writer",
                    LIMIT,
                    () -> Metric.of(
                                    registry,
                                    "turntable_mariadb_writer",
                                    "address",
                                    database.server().address())
                            == 0);
        } finally {
            database.server().execute("SET GLOBAL read_only = 0");
        }
        Await.until(
                "it is the writer again",
                LIMIT,
                () -> pool.writerMonitor().writer().isPresent());
        assertEquals(0, Metric.of(registry, "turntable_mariadb_writer_moves"), "the same one as before");
    }

    @Test
    void theLastResultsRemainWhileTheDatabaseIsUnavailable() {
        checkForAMinute();
        database.server().execute("SET GLOBAL read_only = 1");
        try {
            Await.until(
                    "there is no writer",
                    LIMIT,
                    () -> pool.writerMonitor().writer().isEmpty());
            monitor.check();
            assertEquals("ok", monitor.word());
            assertTrue(monitor.sessions().count() > 0);
        } finally {
            database.server().execute("SET GLOBAL read_only = 0");
        }
    }

    @Test
    void theNodesClockIsComparedWithThatOfTheWriter() {
        ClockMetrics.register(registry, clocks);
        Await.until("it was measured", LIMIT, () -> {
            monitor.check();
            return clocks.mariadb().seconds().isPresent();
        });
        assertEquals(0, Metric.of(registry, "turntable_clock_offset_seconds", "source", "mariadb"), 0.3);
        assertEquals("ok", clocks.word());
        nodeAhead.set(-5_000);
        Await.until("it is behind", LIMIT, () -> {
            monitor.check();
            return Metric.of(registry, "turntable_clock_offset_seconds", "source", "mariadb") < -1;
        });
        assertEquals(-5, Metric.of(registry, "turntable_clock_offset_seconds", "source", "mariadb"), 0.3);
        assertTrue(clocks.word().matches("this node's clock is [45]\\.\\d s behind that of mariadb"), clocks.word());
    }

    private void checkForAMinute() {
        IntStream.range(0, 4).forEach(run -> monitor.check());
    }
}
