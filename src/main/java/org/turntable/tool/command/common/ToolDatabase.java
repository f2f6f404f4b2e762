package org.turntable.tool.command.common;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Locale;
import org.turntable.config.DatabaseSettings;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.mariadb.pool.PoolSettings;

/** The database of a command: a connection pool, and error messages with a remedy. */
public final class ToolDatabase implements AutoCloseable {
    private static final int WRONG_PASSWORD = 1045;
    private static final int NO_GRANT_ON_DATABASE = 1044;
    private static final int NO_GRANT_ON_TABLE = 1142;
    private static final int NO_SUCH_DATABASE = 1049;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int READ_ONLY = 1290;

    private final MariaDbPools.Access access;
    private final HikariDataSource pool;

    /** Creates the pool; the first connection is opened when it is needed. */
    public ToolDatabase(DatabaseSettings settings) {
        access = PoolSettings.of(settings);
        pool = MariaDbPools.forTool(access);
    }

    /** Work of a command with the database. It throws the exceptions of the ports that it uses. */
    @FunctionalInterface
    public interface Work {
        void on(ToolDatabase database) throws Exception;
    }

    /**
     * Opens the database, runs the work and closes the database.
     *
     * @throws CommandException if the work fails
     */
    public static void use(CommonOptions common, Work work) {
        try (ToolDatabase database = new ToolDatabase(common.settings().readDatabase())) {
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

    /** The error of a statement or connection, anywhere among the causes, as a message with a remedy. */
    public CommandException failure(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return new CommandException(sentence(ServerFailure.answer(sql)), error);
            }
        }
        return new CommandException(String.valueOf(error.getMessage()), error);
    }

    private String sentence(SQLException error) {
        String message = error.getMessage();
        String hosts = String.join(", ", access.hosts());
        if (message != null && message.toLowerCase(Locale.ROOT).contains("read-only")
                || error.getErrorCode() == READ_ONLY) {
            return "none of " + hosts
                    + " takes writes: each is read-only; open the primary, or name it in database.hosts";
        }
        if (ServerFailure.isRefusedByMark(error)) {
            return "none of " + hosts
                    + " takes writes: the fail-over agent keeps one closed, and no other answers; turntable-ops "
                    + "replica-status says why, or name both servers in database.hosts";
        }
        return switch (error.getErrorCode()) {
            case WRONG_PASSWORD ->
                "the database refuses the log-in of " + access.user()
                        + ": check its password in the settings, and that "
                        + "mariadb/accounts.sql was run for the address from which you connect";
            case NO_GRANT_ON_DATABASE, NO_GRANT_ON_TABLE ->
                "the account " + access.user() + " lacks a right (" + message
                        + "): run mariadb/accounts.sql, which grants what it needs on " + access.database();
            case NO_SUCH_DATABASE ->
                "there is no database " + access.database() + " on " + hosts
                        + ": run mariadb/accounts.sql, or correct database.name";
            case NO_SUCH_TABLE -> "a table is missing (" + message + "): run turntable-ops migrate first";
            default ->
                error.getErrorCode() > 0
                        ? "the database refused: " + message
                        : "no database answers at " + hosts + ": check database.hosts and that it runs " + "(" + message
                                + ")";
        };
    }
}
