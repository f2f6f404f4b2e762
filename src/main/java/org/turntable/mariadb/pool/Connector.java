package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Opens connections to a server that is named each time. Not the driver's own ways to several servers ("sequential:" and its kin):
 * those never look at read_only, remember for the whole JVM who failed, give up at a server that is frozen in the handshake, and reconnect
 * behind the caller's back, also in the middle of a COMMIT.
 */
public final class Connector {
    private static final Driver DRIVER = new org.mariadb.jdbc.Driver();

    private final String database;
    private final Properties profile = new Properties();

    /** @param database the schema */
    public Connector(String database, String user, String password) {
        this.database = database;
        profile.setProperty("user", user);
        profile.setProperty("password", password);
    }

    /**
     * The same with one more option of the driver. Never set {@code timezone}: a failing {@code initSql} would then be told as something
     * else.
     */
    public Connector with(String option, String value) {
        profile.setProperty(option, value);
        return this;
    }

    /**
     * A new connection.
     *
     * @param server address:port
     * @throws SQLException when it does not answer in the time that the profile gives it, or will not have us
     */
    public Connection open(String server) throws SQLException {
        // A copy: the driver writes into what it is given.
        return DRIVER.connect("jdbc:mariadb://" + server + "/" + database, (Properties) profile.clone());
    }
}
