package org.turntable.testing.system;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.PlayerId;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.LoggedSecrets;
import org.turntable.testing.stack.TomcatNode;

/**
 * One real system for all tests of promises in this JVM: the first that calls {@link #whole()} starts it, and it ends
 * with the JVM. Every test plays a campaign of its own and repairs what it has broken.
 */
public final class SharedCluster {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static Cluster cluster;

    private SharedCluster() {}

    /**
     * The system in the state that a test begins with, whatever the one before left: every node ready, its connections
     * to both Redis up and its ledger's circuit breaker closed.
     */
    public static synchronized Cluster whole() {
        if (cluster == null) {
            cluster = Cluster.builder()
                    .withoutSampleCampaign()
                    .heap("384m")
                    // A draw that comes later is refused as busy. On a machine that is busy with other things that says
                    // nothing about the product.
                    .setting("draw.deadline", "2000")
                    .start();
        }
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " is ready", LIMIT, node::isReady);
            Await.until(node.name() + " has both Redis and the database", LIMIT, () -> isSettled(node));
        }
        return cluster;
    }

    /** Whether a node has its connections to both Redis and writes draws to MariaDB. */
    public static boolean isSettled(TomcatNode node) throws IOException {
        try (HttpConnection line = opsLine(node)) {
            List<String> metrics = line.get("/metrics").body().lines().toList();
            return metrics.containsAll(List.of(
                    "turntable_ledger_breaker_open 0.0",
                    "turntable_redis_up{instance=\"draws\"} 1.0",
                    "turntable_redis_up{instance=\"sessions\"} 1.0"));
        }
    }

    /** Opens a campaign and waits until every node plays it; returns its id. */
    public static int open(CampaignDefinition definition) {
        int id = SampleCampaigns.open(whole().pair(), definition);
        for (TomcatNode node : cluster.nodes()) {
            Await.until(
                    node.name() + " plays " + definition.slug(),
                    Duration.ofSeconds(120),
                    () -> node.status("/c/" + definition.slug()) == 200);
            PlayerClient scout = new PlayerClient(line(node), node.baseUrl(), definition.slug())
                    .with(credentials(cluster, "scout of " + node.name()));
            Await.until(node.name() + " holds the epoch", Duration.ofSeconds(120), () -> scout.openPage() > 0);
        }
        return id;
    }

    /** The phone of a player who has just signed in through the form of that node. */
    public static PlayerClient phone(TomcatNode node, String slug, String name) {
        PlayerClient phone = new PlayerClient(line(node), node.baseUrl(), slug);
        try {
            phone.signIn(name);
            phone.openPage();
            return phone;
        } catch (IOException failure) {
            throw new IllegalStateException(name + " could not sign in", failure);
        }
    }

    /** What a player of that name holds after signing in, minted with the nodes' secret. */
    public static Credentials credentials(Cluster of, String name) {
        IdentitySigner signer = signer(of);
        Identity identity = new Identity(
                playerId(of, name), Instant.ofEpochSecond(Instant.now().getEpochSecond()));
        Credentials credentials = new Credentials("tt_id=" + signer.sign(identity), signer.csrfToken(identity));
        LoggedSecrets.registerCookie(credentials.cookie());
        LoggedSecrets.register(credentials.csrf());
        return credentials;
    }

    /** Who a player of that name is. */
    public static PlayerId playerId(Cluster of, String name) {
        return signer(of).playerOf("simple:" + name);
    }

    private static IdentitySigner signer(Cluster of) {
        return new IdentitySigner(of.settings().get("identity.secret"), Duration.ofDays(30));
    }

    /** A connection to a node that gives an answer 8 s, as the page does. */
    public static HttpConnection line(TomcatNode node) {
        return new HttpConnection("127.0.0.1", node.port(), Duration.ofMillis(500), Duration.ofSeconds(8));
    }

    /** A connection to the port of a node that is for ops. */
    public static HttpConnection opsLine(TomcatNode node) {
        return new HttpConnection("127.0.0.1", node.opsPort(), Duration.ofMillis(500), Duration.ofSeconds(8));
    }

    /** One value from the primary. */
    public static String ask(String query) {
        return cluster.pair().primary().ask(query);
    }
}
