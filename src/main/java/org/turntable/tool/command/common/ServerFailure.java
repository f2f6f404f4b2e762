package org.turntable.tool.command.common;

import java.sql.SQLException;

/** Why one server could not be asked: a clause with a remedy, to follow the server's address. */
public final class ServerFailure {
    private static final int NO_GRANT_ON_DATABASE = 1044;
    private static final int WRONG_PASSWORD = 1045;
    private static final int ABORTED_AT_LOG_IN = 1184;

    private ServerFailure() {}

    /**
     * The clause.
     *
     * @param error of the connection or of a statement
     * @param user the account that connected
     */
    public static String sentence(SQLException error, String user) {
        SQLException answer = answer(error);
        if (isRefusedByMark(answer)) {
            return "refuses " + user + ", because the fail-over agent keeps it closed: set database.monitor.user and "
                    + "database.monitor.password, and run mariadb/accounts.sql again on both servers";
        }
        return switch (answer.getErrorCode()) {
            case WRONG_PASSWORD, NO_GRANT_ON_DATABASE ->
                "refuses the log-in of " + user + ": check its password in the settings, and run mariadb/accounts.sql "
                        + "again on both servers";
            default -> (answer.getErrorCode() > 0 ? "refuses: " : "does not answer: ") + answer.getMessage();
        };
    }

    /**
     * Whether init_connect of the server ended the connection. The server reports neither the statement nor its error;
     * only the fail-over agent's mark is set there.
     */
    static boolean isRefusedByMark(SQLException answer) {
        return answer.getErrorCode() == ABORTED_AT_LOG_IN
                && String.valueOf(answer.getMessage()).contains("init_connect");
    }

    /** The innermost error with a code of the server; the driver and the pool wrap it. */
    static SQLException answer(SQLException error) {
        SQLException answer = error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && (sql.getErrorCode() > 0 || answer.getErrorCode() <= 0)) {
                answer = sql;
            }
        }
        return answer;
    }
}
