package org.turntable.promises.draw;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.PowerCutDisk;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * One node on a database pair and a Redis for draws, each of which has a disk of its own whose power can be cut; with a
 * campaign in which every draw wins and one in which every draw loses.
 */
final class PowerCutCluster implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String WINNING = "every-draw-wins";
    private static final String LOSING = "every-draw-loses";
    private static final int PLAYERS = 20;
    private static final int MANY = 1_000_000;

    private final Workspace workspace = Workspace.temporary("power-cut");
    private final PowerCutDisk primary = PowerCutDisk.mount(workspace.path(), "primary");
    private final PowerCutDisk replica = PowerCutDisk.mount(workspace.path(), "replica");
    private final PowerCutDisk draws = PowerCutDisk.mount(workspace.path(), "draws");
    private final Cluster cluster;
    private final int winning;
    private final int losing;

    PowerCutCluster() {
        cluster = Cluster.builder()
                .tomcats(1)
                .heap("256m")
                .withoutSampleCampaign()
                .disks(primary, replica, draws)
                // The flush of every second, in the background, keeps by chance what a commit has not flushed itself.
                .databaseOption("--innodb-flush-log-at-timeout=600")
                // On a machine that is busy with other things a late draw says nothing about the product.
                .setting("draw.deadline", "2000")
                .start();
        winning = SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(WINNING, 60_000, 100, MANY, MANY));
        losing = SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(LOSING, 1, 0, MANY, MANY));
        // All of this is older than half a minute, unlike what the players are going to be told.
        disks().forEach(PowerCutDisk::sync);
        awaitPlaying();
    }

    private List<PowerCutDisk> disks() {
        return List.of(primary, replica, draws);
    }

    Cluster cluster() {
        return cluster;
    }

    /** @param prefix of the players' names, which no players before have */
    DrawingPlayers winners(String prefix) {
        return new DrawingPlayers(cluster, winning, WINNING, prefix + "-winner", PLAYERS);
    }

    /** @param prefix of the players' names, which no players before have */
    DrawingPlayers losers(String prefix) {
        return new DrawingPlayers(cluster, losing, LOSING, prefix + "-loser", PLAYERS);
    }

    /** Number of committed wins. */
    long committedWins() {
        return Long.parseLong(cluster.pair()
                .primary()
                .ask("SELECT COUNT(unit_ordinal) FROM turntable.draw WHERE campaign_id = " + winning));
    }

    /** Waits until every loss is in MariaDB. */
    void awaitLossesWritten() {
        awaitDrained(losing);
    }

    private void awaitDrained(int campaignId) {
        Await.until(
                "the draws of campaign " + campaignId + " are in MariaDB",
                LIMIT,
                () -> cluster.draws()
                        .command("XLEN", "tt:{" + campaignId + "}:ledger")
                        .equals("0"));
    }

    private void awaitPlaying() {
        TomcatNode node = cluster.node(0);
        for (String slug : List.of(WINNING, LOSING)) {
            Await.until("the node plays " + slug, LIMIT, () -> node.status("/c/" + slug) == 200);
            PlayerClient scout = new PlayerClient(SharedCluster.line(node), node.baseUrl(), slug)
                    .with(SharedCluster.credentials(cluster, "scout"));
            Await.until("the node holds the epoch of " + slug, LIMIT, () -> scout.openPage() > 0);
        }
    }

    /** Runs while no transaction of the primary can commit. */
    void whileNothingCommits(Runnable work) throws SQLException {
        Connection root = cluster.pair().primary().root();
        try (Statement lock = root.createStatement()) {
            lock.execute("FLUSH TABLES WITH READ LOCK");
            work.run();
        } finally {
            root.abort(Runnable::run);
        }
    }

    /** Cuts the power of all hosts. */
    void cutPower() {
        PowerCutDisk.cut(disks());
        // A host without power answers nothing more, and its memory is lost.
        cluster.node(0).kill9();
        cluster.draws().kill9();
        cluster.sessions().kill9();
        cluster.pair().primary().kill9();
        cluster.pair().replica().kill9();
    }

    /** The power is back: starts the servers on what their disks hold. Both databases are read-only, no node runs. */
    void startServers() {
        disks().forEach(PowerCutDisk::restore);
        CompletableFuture<?> others = CompletableFuture.runAsync(() -> {
            cluster.draws().start();
            cluster.sessions().start();
        });
        CompletableFuture<?> second = CompletableFuture.runAsync(cluster.pair().replica()::start);
        cluster.pair().primary().start();
        others.join();
        second.join();
    }

    /** Opens the pair and starts the node, and waits until it has written what Redis holds to both databases. */
    void openAndDrain() {
        cluster.pair().open();
        cluster.node(0).start();
        awaitDrained(winning);
        awaitDrained(losing);
        cluster.pair().awaitReplicaCaughtUp();
    }

    @Override
    public void close() {
        cluster.close();
        disks().forEach(PowerCutDisk::close);
        workspace.close();
    }
}
