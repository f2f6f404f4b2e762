package org.turntable.mariadb.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A node's pool: its connections lead to the server that takes writes. While none does, it opens none at all; one watching connection
 * looks for the writer, and whoever asks meanwhile waits for at most half a second and is told why.
 */
public final class NodePool extends HikariDataSource {
    private static final long WAIT_FOR_WRITER_MS = 500;
    private static final long WAIT_FOR_CONNECTION_MS = 500;
    /** The pool's own thread that adds connections may wait as long as it likes; nobody waits for it. */
    private static final long ADDER_WAIT_MS = 60_000;

    private final WriterWatch watch;
    private volatile ReadSampling sampling;

    private NodePool(HikariConfig config, WriterWatch watch) {
        super(config);
        this.watch = watch;
    }

    /**
     * Made at once, also while no server answers.
     *
     * @param config    without a source of connections
     * @param servers   address:port of each
     * @param connector opens the pool's connections
     * @param watching  opens the watch's, which give up soon
     */
    public static NodePool open(HikariConfig config, List<String> servers, Connector connector, Connector watching) {
        Holder holder = new Holder();
        WriterWatch watch = new WriterWatch(servers, watching, () -> holder.leaveTheFormerWriter());
        connector.with("initSql", Writability.REFUSE_READ_ONLY);
        LeftBehind leftBehind = new LeftBehind(config.getMaximumPoolSize());
        config.setDataSource(new ConnectionSource(() -> connect(connector, watch, leftBehind)));
        config.setConnectionTimeout(WAIT_FOR_CONNECTION_MS);
        // A connection that was idle is asked before it is given out, and refuses itself where its server turned read-only.
        config.setConnectionTestQuery(Writability.REFUSE_READ_ONLY);
        config.setExceptionOverride(new LeaveUnusable(watch::doubt));
        NodePool pool = new NodePool(config, watch);
        holder.pool = pool;
        watch.start();
        return pool;
    }

    private static Connection connect(Connector connector, WriterWatch watch, LeftBehind leftBehind) throws SQLException {
        String writer = watch.await(ADDER_WAIT_MS);
        Connection made;
        try {
            made = connector.open(writer);
        } catch (SQLException failed) {
            watch.doubt();
            throw failed;
        }
        leftBehind.add(made);
        return made;
    }

    /** @throws SQLException after a second at most, when no server takes writes or all connections are taken */
    @Override
    public Connection getConnection() throws SQLException {
        watch.await(WAIT_FOR_WRITER_MS);
        Connection connection = super.getConnection();
        ReadSampling samples = sampling;
        return samples == null ? connection : samples.of(connection);
    }

    /**
     * From now on a statement is measured now and then.
     *
     * @param listener is told of each that read more rows than it may
     */
    public void sampleReads(ReadSampling.Listener listener) {
        sampling = new ReadSampling(listener);
    }

    /** Which server the connections lead to. */
    public WriterWatch watch() {
        return watch;
    }

    /**
     * How many connections this pool ever holds on a server, its watch's included. As many again, without the watch's, may be left there
     * by commits that hang.
     */
    public int most() {
        return getMaximumPoolSize() + 1;
    }

    @Override
    public void close() {
        watch.close();
        super.close();
    }

    /** The pool and its watch know each other. */
    private static final class Holder {
        private volatile NodePool pool;

        void leaveTheFormerWriter() {
            NodePool made = pool;
            if (made != null && made.getHikariPoolMXBean() != null) {
                made.getHikariPoolMXBean().softEvictConnections();
            }
        }
    }
}
