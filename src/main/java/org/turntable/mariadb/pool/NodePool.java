package org.turntable.mariadb.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A node's connection pool: its connections lead to the server that accepts writes. While there is none, it opens no
 * connection; only the {@link WriterMonitor} looks for the writer. A caller waits half a second at most, then gets an
 * exception with the reason.
 */
public final class NodePool extends HikariDataSource {
    private static final long WAIT_FOR_WRITER_MS = 500;
    private static final long WAIT_FOR_CONNECTION_MS = 500;
    /** HikariCP's own thread that adds connections may wait long: no request waits for it. */
    private static final long ADDER_WAIT_MS = 60_000;

    private final WriterMonitor writerMonitor;
    private volatile ReadSampler readSampler;

    private NodePool(HikariConfig config, WriterMonitor writerMonitor) {
        super(config);
        this.writerMonitor = writerMonitor;
    }

    /**
     * Opens the pool at once, also while no server answers.
     *
     * @param config without a source of connections
     * @param servers address:port of each
     * @param connector opens the pool's connections
     * @param monitorConnector opens the monitor's connections, with short timeouts
     */
    public static NodePool open(
            HikariConfig config, List<String> servers, Connector connector, Connector monitorConnector) {
        Eviction eviction = new Eviction();
        WriterMonitor monitor = new WriterMonitor(servers, monitorConnector, eviction::evictAll);
        connector.with("initSql", Writability.REFUSE_READ_ONLY);
        AbandonedSessions abandoned = new AbandonedSessions(config.getMaximumPoolSize());
        config.setDataSource(new ConnectionSource(() -> connect(connector, monitor, abandoned)));
        config.setConnectionTimeout(WAIT_FOR_CONNECTION_MS);
        // An idle connection is tested before it is handed out; the test fails on a server that became read-only.
        config.setConnectionTestQuery(Writability.REFUSE_READ_ONLY);
        config.setExceptionOverride(new ConnectionEvictionPolicy(monitor::suspect));
        NodePool pool = new NodePool(config, monitor);
        eviction.pool = pool;
        monitor.start();
        return pool;
    }

    private static Connection connect(Connector connector, WriterMonitor monitor, AbandonedSessions abandoned)
            throws SQLException {
        String writer = monitor.await(ADDER_WAIT_MS);
        Connection opened;
        try {
            opened = connector.open(writer);
        } catch (SQLException failed) {
            monitor.suspect();
            throw failed;
        }
        abandoned.register(opened, writer);
        return opened;
    }

    /** @throws SQLException after a second at most, when no server accepts writes or all connections are in use */
    @Override
    public Connection getConnection() throws SQLException {
        writerMonitor.await(WAIT_FOR_WRITER_MS);
        Connection connection = super.getConnection();
        ReadSampler sampler = readSampler;
        return sampler == null ? connection : sampler.of(connection);
    }

    /**
     * Measures a sample of the statements from now on.
     *
     * @param listener is called for each statement that read more rows than its budget allows
     */
    public void sampleReads(ReadSampler.Listener listener) {
        readSampler = new ReadSampler(listener);
    }

    /** Knows which server the connections lead to. */
    public WriterMonitor writerMonitor() {
        return writerMonitor;
    }

    /**
     * The most connections that this pool holds on one server, the monitor's included. As many sessions again, without
     * the monitor's, may remain there when commits hang.
     */
    public int maxConnections() {
        return getMaximumPoolSize() + 1;
    }

    @Override
    public void close() {
        writerMonitor.close();
        super.close();
    }

    /**
     * Evicts all connections when the writer changes. The monitor is made before the pool, so the pool is set later.
     */
    private static final class Eviction {
        private volatile NodePool pool;

        void evictAll() {
            NodePool current = pool;
            if (current != null && current.getHikariPoolMXBean() != null) {
                current.getHikariPoolMXBean().softEvictConnections();
            }
        }
    }
}
