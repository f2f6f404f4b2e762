package org.turntable.redis.draw;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.turntable.redis.RedisAddress;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.RedisSentinel;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.TcpProxy;

/**
 * A master with two replicas and a Sentinel, all of which reach the master by one way, which can be cut: the master is
 * then alone with the nodes on its side.
 */
final class RedisGroup implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NAME = "draws";

    private final RedisServer master;
    private final TcpProxy way;
    private final RedisServer second;
    private final RedisServer third;
    private final RedisSentinel sentinel;

    /** @param maxLag {@code min-replicas-max-lag} of all servers, in seconds */
    RedisGroup(Path folder, int maxLag) throws IOException {
        master = server(folder, "first", maxLag).start();
        way = new TcpProxy(master.port());
        second = server(folder, "second", maxLag).replicaOf(master, way.port()).start();
        third = server(folder, "third", maxLag).replicaOf(master, way.port()).start();
        sentinel =
                new RedisSentinel(Files.createDirectory(folder.resolve("sentinel")), NAME, master, way.port()).start();
        Await.until(
                "the Sentinel knows two replicas that the master counts",
                LIMIT,
                () -> sentinel.command("SENTINEL", "REPLICAS", NAME).split("master-link-status\nok", -1).length == 3
                        && "2".equals(master.info("min_slaves_good_slaves")));
    }

    private static RedisServer server(Path folder, String name, int maxLag) throws IOException {
        return RedisServer.draws(Files.createDirectory(folder.resolve(name)))
                .with("min-replicas-to-write 1")
                .with("min-replicas-max-lag " + maxLag);
    }

    /** A node that the Sentinel tells the master. */
    RedisForDraws nodeOfSentinels() {
        return node(List.of(RedisAddress.host("127.0.0.1", sentinel.port())), Optional.of(NAME));
    }

    /** A node on the side of the first master. */
    RedisForDraws nodeOfTheFirst() {
        return node(List.of(RedisAddress.host("127.0.0.1", master.port())), Optional.empty());
    }

    private RedisForDraws node(List<redis.clients.jedis.HostAndPort> hosts, Optional<String> name) {
        String password = URI.create(master.url()).getUserInfo().substring(1);
        return new RedisForDraws(
                RedisAddress.of(hosts, name, Optional.empty(), null, password, 0),
                1,
                300,
                1_000_000,
                System::currentTimeMillis);
    }

    /**
     * Parts the first master from its replicas and the Sentinel, and so from the nodes that ask it. The Sentinel need
     * not notice it first: it may have been parted from the master earlier than the replicas.
     */
    void cutAndPromote() {
        way.cut();
        sentinel.command("SENTINEL", "FAILOVER", NAME);
    }

    @Override
    public void close() {
        sentinel.close();
        way.close();
        third.close();
        second.close();
        master.close();
    }
}
