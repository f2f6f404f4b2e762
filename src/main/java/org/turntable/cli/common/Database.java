package org.turntable.cli.common;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Locale;
import org.turntable.app.DatabaseAccess;
import org.turntable.app.Settings;
import org.turntable.mariadb.MariaDbPools;

/** The database as a command sees it: a pool for the time of the command, and errors as sentences with their mend. */
public final class Database implements AutoCloseable {
    private static final int WRONG_PASSWORD = 1045;
    private static final int NO_GRANT_ON_DATABASE = 1044;
    private static final int NO_GRANT_ON_TABLE = 1142;
    private static final int NO_SUCH_DATABASE = 1049;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int READ_ONLY = 1290;

    private final MariaDbPools.Access access;
    private final HikariDataSource pool;

    /** Opens the pool; the first connection is made when it is asked for. */
    public Database(Settings.Database settings) {
        access = DatabaseAccess.of(settings);
        pool = MariaDbPools.forTool(access);
    }

    /** What a command does with the database. It throws what its port throws: that the database is away, or why it refuses. */
    @FunctionalInterface
    public interface Work {
        void on(Database database) throws Exception;
    }

    /**
     * Has the database for the time of some work.
     *
     * @throws CommandFailure when the work cannot be done
     */
    public static void use(CommonOptions common, Work work) {
        try (Database database = new Database(common.settings().readDatabase())) {
            try {
                work.on(database);
            } catch (RuntimeException failed) {
                throw failed;
            } catch (Exception failed) {
                throw database.failure(failed);
            }
        }
    }

    /** The pool, open until this is closed. */
    public HikariDataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }

    /** The error of a statement or connection, anywhere among the causes, as a sentence with its mend. */
    public CommandFailure failure(Throwable error) {
        SQLException deepest = null;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            // The driver and the pool wrap; the innermost error with a code of the server's own tells most.
            if (cause instanceof SQLException sql && (deepest == null || sql.getErrorCode() > 0 || deepest.getErrorCode() <= 0)) {
                deepest = sql;
            }
        }
        if (deepest == null) {
            return new CommandFailure(String.valueOf(error.getMessage()), error);
        }
        return new CommandFailure(sentence(deepest), error);
    }

    private String sentence(SQLException error) {
        String said = error.getMessage();
        String hosts = String.join(", ", access.hosts());
        if (said != null && said.toLowerCase(Locale.ROOT).contains("read-only") || error.getErrorCode() == READ_ONLY) {
            return "none of " + hosts + " takes writes: each is read-only; open the primary, or name it in database.hosts";
        }
        return switch (error.getErrorCode()) {
            case WRONG_PASSWORD -> "the database refuses the log-in of " + access.user() + ": check its password in the settings, and that "
                    + "mariadb/accounts.sql was run for the address from which you connect";
            case NO_GRANT_ON_DATABASE, NO_GRANT_ON_TABLE -> "the account " + access.user() + " lacks a right (" + said
                    + "): run mariadb/accounts.sql, which grants what it needs on " + access.database();
            case NO_SUCH_DATABASE -> "there is no database " + access.database() + " on " + hosts
                    + ": run mariadb/accounts.sql, or mend database.name";
            case NO_SUCH_TABLE -> "a table is not there (" + said + "): run turntable-ops migrate first";
            default -> error.getErrorCode() > 0 ? "the database refused: " + said
                    : "no database answers at " + hosts + ": check database.hosts and that it runs (" + said + ")";
        };
    }
}
