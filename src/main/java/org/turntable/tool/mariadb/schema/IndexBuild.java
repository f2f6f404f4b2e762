package org.turntable.tool.mariadb.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.turntable.mariadb.schema.IndexDefinition;

/**
 * Adds one index to a table that players write to. The server builds it online; only at the start and at the end it
 * needs a short exclusive lock on the table. It stops waiting for the lock after a second, because all writes queue
 * behind it. Then nothing was changed, and it is tried again after a pause.
 */
public final class IndexBuild {
    /** Greatest time for which writes queue behind one try, in seconds. */
    public static final int LOCK_WAIT_SECONDS = 1;

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int ONLINE_LOG_TOO_SMALL = 1799;
    private static final int DUPLICATE = 1062;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final DataSource pool;
    private final IndexDefinition index;

    /**
     * @param pool connections of an account that may alter tables, three or more
     * @param index an expected index, not a primary key
     */
    public IndexBuild(DataSource pool, IndexDefinition index) {
        if (index.isPrimary()) {
            throw new IllegalArgumentException(index.title() + " cannot be added during writes");
        }
        this.pool = pool;
        this.index = index;
    }

    /** The statement that adds the index. */
    public String statement() {
        return "ALTER TABLE " + quoted(index.table()) + " ADD " + (index.unique() ? "UNIQUE " : "") + "INDEX "
                + quoted(index.name()) + " (`" + index.columns().replace(",", "`, `")
                + "`), ALGORITHM=NOCOPY, LOCK=NONE";
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }

    /** The index cannot be added, also not with more tries; the message has the reason and the remedy. */
    public static final class IndexBuildException extends Exception {
        IndexBuildException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Adds the index.
     *
     * @param by name of the person; recorded
     * @param tries number of tries if others lock the table, 1 or more
     * @param pause between two tries
     * @param progress receives the progress twice a second
     * @param blocked receives the number of each try that did not get the lock
     * @return false if no try got the lock; nothing was changed then
     * @throws SQLException if the database did not answer; the outcome is in the schema
     */
    public boolean run(
            String by, int tries, Duration pause, Consumer<IndexBuildProgress> progress, Consumer<Integer> blocked)
            throws SQLException, IndexBuildException, InterruptedException {
        try (Connection records = pool.getConnection()) {
            records.setAutoCommit(true);
            long record = IndexAdditions.begin(records, index, by);
            String outcome = "interrupted";
            try {
                for (int attempt = 1; attempt <= tries; attempt++) {
                    if (build(records, progress)) {
                        outcome = "added";
                        return true;
                    }
                    blocked.accept(attempt);
                    if (attempt < tries) {
                        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                    }
                }
                outcome = "others locked the table in " + tries + " tries";
                return false;
            } catch (IndexBuildException impossible) {
                outcome = impossible.getMessage();
                throw impossible;
            } finally {
                IndexAdditions.end(records, record, outcome);
            }
        }
    }

    private boolean build(Connection monitor, Consumer<IndexBuildProgress> progress)
            throws SQLException, IndexBuildException, InterruptedException {
        try (Connection building = pool.getConnection();
                Statement statement = building.createStatement()) {
            building.setAutoCommit(true);
            statement.execute("SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS);
            long session = sessionOf(statement);
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                try {
                    statement.execute(statement());
                } catch (SQLException failed) {
                    throw new CompletionException(failed);
                }
            });
            while (true) {
                try {
                    end.get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                    return true;
                } catch (TimeoutException running) {
                    IndexBuildProgress now = IndexBuildProgress.of(monitor, session);
                    if (now != null) {
                        progress.accept(now);
                    }
                }
            }
        } catch (ExecutionException failed) {
            return outcome(failed.getCause());
        }
    }

    private boolean outcome(Throwable failed) throws SQLException, IndexBuildException {
        if (!(failed instanceof SQLException error)) {
            throw new IllegalStateException(failed);
        }
        return switch (error.getErrorCode()) {
            case LOCK_WAIT_TIMEOUT -> false;
            case DUPLICATE ->
                throw new IndexBuildException(
                        "rows of " + index.table() + " have the same " + index.columns() + ", which " + index.name()
                                + " forbids (" + error.getMessage() + "): correct these rows first",
                        error);
            case ONLINE_LOG_TOO_SMALL ->
                throw new IndexBuildException(
                        "too many writes to " + index.table()
                                + " during the build: raise innodb_online_alter_log_max_size on the primary, "
                                + "or try at a time with less load",
                        error);
            default -> throw error;
        };
    }

    private static long sessionOf(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
            row.next();
            return row.getLong(1);
        }
    }
}
