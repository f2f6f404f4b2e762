package org.turntable.mariadb.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A tool's pool: looks for the server that accepts writes each time it opens a connection; it has no monitor. */
public final class ToolPool {
    private ToolPool() {}

    /**
     * Opens the pool at once, also while no server answers.
     *
     * @param config without a source of connections
     * @param servers address:port of each, asked in this order
     * @param connector opens the connections
     */
    public static HikariDataSource open(HikariConfig config, List<String> servers, Connector connector) {
        connector.with("initSql", Writability.REFUSE_READ_ONLY);
        config.setDataSource(new ConnectionSource(() -> openOnWriter(servers, connector)));
        config.setExceptionOverride(new ConnectionEvictionPolicy(() -> {}));
        return new HikariDataSource(config);
    }

    /** A pool for one server, read-only or not. */
    public static HikariDataSource openForReading(HikariConfig config, String server, Connector connector) {
        config.setDataSource(new ConnectionSource(() -> connector.open(server)));
        return new HikariDataSource(config);
    }

    private static Connection openOnWriter(List<String> servers, Connector connector) throws SQLException {
        SQLException best = null;
        for (String server : servers) {
            try {
                return connector.open(server);
            } catch (SQLException refused) {
                // An error that a server sent says more than a missing answer.
                if (best == null || best.getErrorCode() <= 0) {
                    best = refused;
                }
            }
        }
        throw best;
    }
}
