package org.turntable.mariadb.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Adapts a function that opens connections to the {@link DataSource} that HikariCP expects. */
final class ConnectionSource implements DataSource {
    /** Opens one connection. */
    interface Opener {
        Connection open() throws SQLException;
    }

    private final Opener opener;

    ConnectionSource(Opener opener) {
        this.opener = opener;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opener.open();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the pool sets the account");
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
        // The connector sets the connect timeout, in milliseconds.
    }

    /** How long, in seconds, a pool that closes waits for a connection that is being opened. */
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
        throw new SQLException("not a wrapper for " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
