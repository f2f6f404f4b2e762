package org.turntable.promises.matrix;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.ClusterBuilder;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.PowerCutDisk;
import org.turntable.testing.stack.TcpProxy;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * Two Tomcats, Redis, and a database pair under the fail-over agent; the second Tomcat reaches the databases through
 * proxies. With disks of their own if the tests may mount some.
 */
final class MatrixSystem implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Workspace workspace = Workspace.temporary("matrix");
    private final List<PowerCutDisk> disks;
    private final Cluster cluster;
    private final List<TcpProxy> ways;
    private MariaDbServer lastWriter;
    private int servers = 2;

    private MatrixSystem(boolean withDisks) {
        disks = withDisks
                ? List.of("first", "second", "draws").stream()
                        .map(name -> PowerCutDisk.mount(workspace.path(), name))
                        .toList()
                : List.of();
        ClusterBuilder builder = Cluster.builder()
                .tomcats(1)
                .heap("256m")
                .withoutSampleCampaign()
                .failoverPair()
                // On a machine that is busy with other things a late draw says nothing about the product.
                .setting("draw.deadline", "2000");
        if (withDisks) {
            builder.disks(disks.get(0), disks.get(1), disks.get(2));
        }
        cluster = builder.start();
        ways = pair().servers().stream()
                .map(server -> new TcpProxy(server.port()))
                .toList();
        cluster.addNode()
                .heap("256m")
                .start(Map.of(
                        "database.hosts", ways.stream().map(TcpProxy::address).collect(Collectors.joining(","))));
        lastWriter = pair().writer();
    }

    static MatrixSystem withoutDisks() {
        return new MatrixSystem(false);
    }

    /** Skips the test where the tests may not mount disks. */
    static MatrixSystem withDisks() {
        return new MatrixSystem(true);
    }

    private FailoverPair pair() {
        return cluster.failoverPair();
    }

    Cluster cluster() {
        return cluster;
    }

    /** The writer as the agent reports it, or as it did the last time when it answered. */
    MariaDbServer writer() {
        String address = pair().status().get("writer");
        pair().servers().stream()
                .filter(server -> server.address().equals(address))
                .forEach(server -> lastWriter = server);
        return lastWriter;
    }

    PowerCutDisk disk(MariaDbServer server) {
        return disks.get(pair().servers().indexOf(server));
    }

    PowerCutDisk drawsDisk() {
        return disks.get(2);
    }

    /** A number that no server of this system had. */
    int nextServerId() {
        return ++servers;
    }

    /** The node whose ways to the databases can be cut. */
    TomcatNode nodeWithWays() {
        return cluster.node(1);
    }

    void cutWays() {
        ways.forEach(TcpProxy::cut);
    }

    void restoreWays() {
        ways.forEach(TcpProxy::restore);
    }

    /** Opens a campaign and waits until every node plays it; returns its id. */
    int open(CampaignDefinition definition) {
        String slug = definition.slug();
        int id = SampleCampaigns.open(cluster.pair(), definition);
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays " + slug, LIMIT, () -> node.status("/c/" + slug) == 200);
            PlayerClient scout = new PlayerClient(
                            SharedCluster.line(node), cluster.node(0).baseUrl(), slug)
                    .with(SharedCluster.credentials(cluster, "scout of " + node.name()));
            Await.until(node.name() + " holds the epoch", LIMIT, () -> scout.openPage() > 0);
        }
        return id;
    }

    /** Waits until every part runs and one database is open: from here on whoever waits has to be answered. */
    void awaitMended() {
        Await.until(
                "a database is open, and Redis answers",
                LIMIT,
                () -> "OPEN".equals(pair().status().get("phase"))
                        && "0".equals(writer().ask("SELECT @@read_only"))
                        && "PONG".equals(cluster.draws().command("PING")));
    }

    /** Waits until the pair is complete and every node has all its connections. */
    void awaitWhole() {
        pair().awaitWhole();
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " is ready", LIMIT, node::isReady);
            Await.until(node.name() + " has its connections", LIMIT, () -> SharedCluster.isSettled(node));
        }
        MariaDbServer writer = writer();
        String position = writer.ask("SELECT @@gtid_binlog_pos");
        String reached = pair().other(writer).ask("SELECT MASTER_GTID_WAIT('" + position + "', 60)");
        if (!"0".equals(reached)) {
            throw new AssertionError("the replica does not reach " + position);
        }
    }

    @Override
    public void close() {
        ways.forEach(TcpProxy::close);
        cluster.close();
        disks.forEach(PowerCutDisk::close);
        workspace.close();
    }
}
