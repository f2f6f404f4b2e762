package org.turntable.mariadb.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Where a pool gets its connections from, in the clothes that the pool wants it in. */
final class ConnectionSource implements DataSource {
    /** Makes one connection. */
    interface Opening {
        Connection open() throws SQLException;
    }

    private final Opening opening;

    ConnectionSource(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opening.open();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the account is the pool's");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // The driver logs through slf4j.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The connector's profile says how long a log-in may take, in milliseconds.
    }

    /** How long the pool waits at its end for a log-in that is under way. */
    @Override
    public int getLoginTimeout() {
        return 1;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("it is no " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
