package org.turntable.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.AccountSessions;
import org.turntable.mariadb.schema.Difference;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.mariadb.schema.LiveSchema;
import org.turntable.rounds.Rounds;

/**
 * One background thread that looks at the database with a DBA's eyes: once a minute whether every index is there that the statements
 * stand on, four times a minute how many sessions the nodes have. A missing index makes the node degraded, never unready: players are
 * served, slowly, while somebody adds it.
 */
final class DatabaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final int ROUNDS_A_LOOK = 4;

    private final DataSource pool;
    private final ExpectedSchema expected;
    private final Rounds rounds = new Rounds("database-watch", "looking at the database", Duration.ofSeconds(15), this::look);
    private int round;
    private volatile List<Difference> differences;
    private volatile AccountSessions sessions = new AccountSessions(0, 0);

    DatabaseWatch(DataSource pool, ExpectedSchema expected) {
        this.pool = pool;
        this.expected = expected;
    }

    /** Begins; the first look is taken at once. */
    void start() {
        rounds.start();
    }

    /** Looks now; what could not be seen stays as it was seen last. */
    void look() {
        try {
            if (differences == null || round++ % ROUNDS_A_LOOK == 0) {
                lookAtIndexes();
            }
            sessions = AccountSessions.read(pool);
        } catch (SQLException away) {
            LOG.debug("the database could not be looked at: {}", away.getMessage());
        }
    }

    private void lookAtIndexes() throws SQLException {
        List<Difference> now;
        try (Connection connection = pool.getConnection()) {
            now = expected.differencesTo(LiveSchema.read(connection)).stream().filter(Difference::hurts).toList();
        }
        List<Difference> before = differences == null ? List.of() : differences;
        now.stream().filter(difference -> !before.contains(difference)).forEach(found -> LOG.error("{}: {}", found.sentence(), found.mend()));
        before.stream().filter(difference -> !now.contains(difference)).forEach(mended -> LOG.info("no more: {}", mended.sentence()));
        differences = now;
    }

    /** For /readyz: ok, or what is missing. */
    String word() {
        List<Difference> now = differences;
        return now == null ? "not looked at yet" : now.isEmpty() ? "ok" : now.stream().map(Difference::sentence).collect(Collectors.joining("; "));
    }

    /** How many tables and indexes are missing or not as they should be; 0 as long as nobody could look. */
    int missing() {
        List<Difference> now = differences;
        return now == null ? 0 : now.size();
    }

    /** The sessions of all nodes, as counted last. */
    AccountSessions sessions() {
        return sessions;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
