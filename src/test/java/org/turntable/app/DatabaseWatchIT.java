package org.turntable.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.Metric;
import org.turntable.mariadb.MariaDbPools;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.NodePool;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.stack.Await;

/** What a node sees of its database, and tells. */
class DatabaseWatchIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SIZE = 3;
    private static MigratedDatabase database;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private NodePool pool;
    private DatabaseWatch watch;

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
        watch = new DatabaseWatch(pool, ExpectedSchema.ofThisBuild());
        DatabaseMetrics.register(registry, pool, watch);
    }

    @AfterEach
    void close() {
        watch.close();
        pool.close();
    }

    @Test
    void aDroppedIndexIsNamedUntilItIsBack() {
        assertEquals("not looked at yet", watch.word());
        lookForAMinute();
        assertEquals("ok", watch.word());
        assertEquals(0, Metric.of(registry, "turntable_schema_missing_indexes"));

        database.server().execute("ALTER TABLE turntable.prize_unit DROP INDEX free_units");
        lookForAMinute();
        assertEquals("index prize_unit.free_units (prize_id,player_id,draw_number,ordinal) is missing", watch.word());
        assertEquals(1, Metric.of(registry, "turntable_schema_missing_indexes"));

        database.server().execute("ALTER TABLE turntable.prize_unit ADD INDEX free_units (prize_id, player_id, draw_number, ordinal)");
        lookForAMinute();
        assertEquals("ok", watch.word());
    }

    @Test
    void anIndexThatNobodyAskedForIsNoTrouble() {
        database.server().execute("ALTER TABLE turntable.player ADD INDEX by_time (first_seen_at)");
        try {
            lookForAMinute();
            assertEquals("ok", watch.word());
        } finally {
            database.server().execute("ALTER TABLE turntable.player DROP INDEX by_time");
        }
    }

    @Test
    void thePoolTellsWhatItHoldsAndWhoTheWriterIs() {
        Await.until("the pool is full", LIMIT, () -> pool.getHikariPoolMXBean().getIdleConnections() == SIZE);
        watch.look();
        assertEquals(SIZE, Metric.of(registry, "turntable_mariadb_connections", "state", "idle"));
        assertEquals(SIZE + 1, Metric.of(registry, "turntable_mariadb_connections_most"));
        assertEquals(SIZE + 1, Metric.of(registry, "turntable_mariadb_sessions"), "the pool's and the watch's own");
        assertEquals(200, Metric.of(registry, "turntable_mariadb_sessions_most"));
        assertEquals(1, Metric.of(registry, "turntable_mariadb_writer", "address", database.server().address()));
        database.server().execute("SET GLOBAL read_only = 1");
        try {
            Await.until("there is no writer", LIMIT, () -> Metric.of(registry, "turntable_mariadb_writer", "address", database.server().address()) == 0);
        } finally {
            database.server().execute("SET GLOBAL read_only = 0");
        }
        Await.until("it is the writer again", LIMIT, () -> pool.watch().writer().isPresent());
        assertEquals(0, Metric.of(registry, "turntable_mariadb_writer_moves"), "the same one as before");
    }

    @Test
    void whileTheDatabaseIsAwayWhatWasSeenLastStays() {
        lookForAMinute();
        database.server().execute("SET GLOBAL read_only = 1");
        try {
            Await.until("there is no writer", LIMIT, () -> pool.watch().writer().isEmpty());
            watch.look();
            assertEquals("ok", watch.word());
            assertTrue(watch.sessions().now() > 0);
        } finally {
            database.server().execute("SET GLOBAL read_only = 0");
        }
    }

    private void lookForAMinute() {
        IntStream.range(0, 4).forEach(round -> watch.look());
    }
}
