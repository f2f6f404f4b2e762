package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Opens a connection to the given server. The driver's own fail-over modes ("sequential:" and similar) are not used:
 * they do not check read_only, keep a list of failed servers for the whole JVM, stop at a server that is frozen in the
 * handshake, and reconnect without the caller's knowledge, also during a COMMIT.
 */
public final class Connector {
    private static final Driver DRIVER = new org.mariadb.jdbc.Driver();

    private final String database;
    private final Properties properties = new Properties();

    /** @param database the schema */
    public Connector(String database, String user, String password) {
        this.database = database;
        properties.setProperty("user", user);
        properties.setProperty("password", password);
    }

    /**
     * Sets one more option of the driver. Do not set {@code timezone}: the driver then reports the failure of an
     * {@code initSql} as a different error.
     */
    public Connector with(String option, String value) {
        properties.setProperty(option, value);
        return this;
    }

    /**
     * Opens a new connection.
     *
     * @param server address:port
     * @throws SQLException when it does not answer within the timeouts that are set, or refuses the log-in
     */
    public Connection open(String server) throws SQLException {
        // A copy, because the driver changes the properties.
        return DRIVER.connect("jdbc:mariadb://" + server + "/" + database, (Properties) properties.clone());
    }
}
