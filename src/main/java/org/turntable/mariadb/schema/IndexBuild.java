package org.turntable.mariadb.schema;

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

/**
 * Adds one index to a table that players write to. The server builds it beside the writes; only at the beginning and at the end it
 * needs the table for itself, for a moment, and gives up after a second rather than have everybody queue behind it. Then it is tried
 * again after a pause, and nothing was changed.
 */
public final class IndexBuild {
    /** How long writes queue behind one try at most, in seconds. */
    public static final int LOCK_WAIT_SECONDS = 1;

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int ONLINE_LOG_TOO_SMALL = 1799;
    private static final int DUPLICATE = 1062;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final DataSource pool;
    private final Index index;

    /**
     * @param pool  of an account that may change tables, three connections or more
     * @param index one that is expected, and no primary key
     */
    public IndexBuild(DataSource pool, Index index) {
        if (index.isPrimary()) {
            throw new IllegalArgumentException(index.title() + " cannot be added beside writes");
        }
        this.pool = pool;
        this.index = index;
    }

    /** What the server is told. */
    public String statement() {
        return "ALTER TABLE " + quoted(index.table()) + " ADD " + (index.unique() ? "UNIQUE " : "") + "INDEX " + quoted(index.name()) + " (`"
                + index.columns().replace(",", "`, `") + "`), ALGORITHM=NOCOPY, LOCK=NONE";
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }

    /** It could not be added, for good; the message says why and what to do. */
    public static final class Impossible extends Exception {
        Impossible(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Adds it.
     *
     * @param by     who does it; recorded
     * @param tries  how often it is tried when others hold the table, 1 or more
     * @param pause  between two tries
     * @param looked is told twice a second how far the server is
     * @param waits  is told the number of each try that met a lock
     * @return false when every try met a lock; nothing was changed then
     * @throws SQLException when the database did not answer; what became of it, a look at the schema tells
     */
    public boolean run(String by, int tries, Duration pause, Consumer<BuildProgress> looked, Consumer<Integer> waits)
            throws SQLException, Impossible, InterruptedException {
        try (Connection records = pool.getConnection()) {
            records.setAutoCommit(true);
            long record = IndexAdditions.begin(records, index, by);
            String outcome = "did not come to an end";
            try {
                for (int tried = 1; tried <= tries; tried++) {
                    if (built(records, looked)) {
                        outcome = "added";
                        return true;
                    }
                    waits.accept(tried);
                    if (tried < tries) {
                        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                    }
                }
                outcome = "others held the table in " + tries + " tries";
                return false;
            } catch (Impossible impossible) {
                outcome = impossible.getMessage();
                throw impossible;
            } finally {
                IndexAdditions.end(records, record, outcome);
            }
        }
    }

    private boolean built(Connection looking, Consumer<BuildProgress> looked) throws SQLException, Impossible, InterruptedException {
        try (Connection building = pool.getConnection(); Statement statement = building.createStatement()) {
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
                    end.get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
                    return true;
                } catch (TimeoutException goesOn) {
                    BuildProgress progress = BuildProgress.of(looking, session);
                    if (progress != null) {
                        looked.accept(progress);
                    }
                }
            }
        } catch (ExecutionException failed) {
            return judged(failed.getCause());
        }
    }

    private boolean judged(Throwable failed) throws SQLException, Impossible {
        if (!(failed instanceof SQLException error)) {
            throw new IllegalStateException(failed);
        }
        return switch (error.getErrorCode()) {
            case LOCK_WAIT_TIMEOUT -> false;
            case DUPLICATE -> throw new Impossible("rows of " + index.table() + " have the same " + index.columns() + ", which " + index.name()
                    + " forbids (" + error.getMessage() + "): see to those rows first", error);
            case ONLINE_LOG_TOO_SMALL -> throw new Impossible("too much was written to " + index.table() + " meanwhile: raise innodb_online_alter_log_max_size"
                    + " on the primary, or wait for a quieter hour", error);
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
