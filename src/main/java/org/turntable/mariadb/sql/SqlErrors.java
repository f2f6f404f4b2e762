package org.turntable.mariadb.sql;

import java.sql.SQLException;

/** Classifies errors of the MariaDB driver. */
public final class SqlErrors {
    private static final int DUPLICATE_KEY = 1062;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int READ_ONLY = 1290;
    private static final int READ_ONLY_TRANSACTION = 1792;
    private static final int INNODB_READ_ONLY = 1836;
    private static final int TABLE_FULL = 1114;
    private static final int QUERY_INTERRUPTED = 1317;

    private SqlErrors() {}

    /** A row with this key exists already. */
    public static boolean isDuplicate(SQLException error) {
        return any(error, DUPLICATE_KEY);
    }

    /** A lock conflict with another transaction; the same work may be repeated at once. */
    public static boolean isContention(SQLException error) {
        return any(error, LOCK_WAIT_TIMEOUT) || any(error, DEADLOCK);
    }

    /**
     * The row itself is refused (an integrity or data error). Not so for a server that is unavailable, read-only, full
     * or stopping, or for a wrong account or schema: people repair those, and no draw may become a dead letter for it.
     */
    public static boolean isRefusal(SQLException error) {
        if (any(error, READ_ONLY)
                || any(error, READ_ONLY_TRANSACTION)
                || any(error, INNODB_READ_ONLY)
                || any(error, TABLE_FULL)
                || any(error, QUERY_INTERRUPTED)) {
            return false;
        }
        String state = error.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private static boolean any(SQLException error, int code) {
        for (SQLException e = error; e != null; e = e.getNextException()) {
            if (e.getErrorCode() == code) {
                return true;
            }
        }
        return error.getCause() instanceof SQLException cause && cause != error && any(cause, code);
    }
}
