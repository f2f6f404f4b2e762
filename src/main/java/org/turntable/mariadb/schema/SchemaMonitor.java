package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.health.ClockOffset;
import org.turntable.mariadb.pool.AccountSessions;
import org.turntable.mariadb.pool.ServerTime;

/**
 * Checks the database in the background: once a minute whether every expected index exists, four times a minute how
 * many sessions the nodes have and what its clock shows. A missing index makes the node degraded, never unready:
 * players are served, slowly, until it is added.
 */
public final class SchemaMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMonitor.class);
    private static final int RUNS_PER_SCHEMA_CHECK = 4;

    private final DataSource pool;
    private final ExpectedSchema expected;
    private final ClockOffset clock;
    private final PeriodicTask task =
            new PeriodicTask("schema-monitor", "checking the database", Duration.ofSeconds(15), this::check);
    private int runs;
    private volatile List<SchemaDifference> differences;
    private volatile AccountSessions sessions = new AccountSessions(0, 0);

    /** @param clock receives the clock of the writer */
    public SchemaMonitor(DataSource pool, ExpectedSchema expected, ClockOffset clock) {
        this.pool = pool;
        this.expected = expected;
        this.clock = clock;
    }

    /** Starts the checks; the first one is at once. */
    public void start() {
        task.start();
    }

    /** Checks now; while the database does not answer, the last results remain. */
    void check() {
        try {
            if (differences == null || runs++ % RUNS_PER_SCHEMA_CHECK == 0) {
                checkIndexes();
            }
            sessions = AccountSessions.read(pool);
            try (Connection connection = pool.getConnection()) {
                clock.measure(() -> ServerTime.millis(connection));
            }
        } catch (SQLException failure) {
            LOG.debug("the database could not be checked: {}", failure.getMessage());
        }
    }

    private void checkIndexes() throws SQLException {
        List<SchemaDifference> now;
        try (Connection connection = pool.getConnection()) {
            now = expected.differencesTo(LiveSchema.read(connection)).stream()
                    .filter(SchemaDifference::isHarmful)
                    .toList();
        }
        List<SchemaDifference> before = differences == null ? List.of() : differences;
        now.stream()
                .filter(difference -> !before.contains(difference))
                .forEach(found -> LOG.error("{}: {}", found.description(), found.remedy()));
        before.stream()
                .filter(difference -> !now.contains(difference))
                .forEach(repaired -> LOG.info("repaired: {}", repaired.description()));
        differences = now;
    }

    /** For /readyz: "ok", or the problems found. */
    public String word() {
        List<SchemaDifference> now = differences;
        return now == null
                ? "not looked at yet"
                : now.isEmpty()
                        ? "ok"
                        : now.stream().map(SchemaDifference::description).collect(Collectors.joining("; "));
    }

    /** How many tables and indexes are missing or wrong; 0 before the first check. */
    public int problems() {
        List<SchemaDifference> now = differences;
        return now == null ? 0 : now.size();
    }

    /** The sessions of all nodes at the last check. */
    public AccountSessions sessions() {
        return sessions;
    }

    @Override
    public void close() {
        task.close();
    }
}
