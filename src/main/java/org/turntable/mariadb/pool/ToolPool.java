package org.turntable.mariadb.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A tool's pool: looks for the server that takes writes each time it opens a connection, and watches nothing meanwhile. */
public final class ToolPool {
    private ToolPool() {
    }

    /**
     * Made at once, also while no server answers.
     *
     * @param config    without a source of connections
     * @param servers   address:port of each, asked in this order
     * @param connector opens the connections
     */
    public static HikariDataSource open(HikariConfig config, List<String> servers, Connector connector) {
        connector.with("initSql", Writability.REFUSE_READ_ONLY);
        config.setDataSource(new ConnectionSource(() -> firstThatTakesWrites(servers, connector)));
        config.setExceptionOverride(new LeaveUnusable(() -> { }));
        return new HikariDataSource(config);
    }

    /** A pool that leads to one server, whether it takes writes or not. */
    public static HikariDataSource openForReading(HikariConfig config, String server, Connector connector) {
        config.setDataSource(new ConnectionSource(() -> connector.open(server)));
        return new HikariDataSource(config);
    }

    private static Connection firstThatTakesWrites(List<String> servers, Connector connector) throws SQLException {
        SQLException told = null;
        for (String server : servers) {
            try {
                return connector.open(server);
            } catch (SQLException refused) {
                // What a server itself says tells more than that another did not answer.
                if (told == null || told.getErrorCode() <= 0) {
                    told = refused;
                }
            }
        }
        throw told;
    }
}
