package org.turntable.promises;

import java.time.Duration;
import java.time.Instant;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.load.HttpConnection;
import org.turntable.load.PlayerClient;
import org.turntable.load.PlayerCredentials.Credentials;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.PlayerId;
import org.turntable.stack.Await;
import org.turntable.stack.Cluster;
import org.turntable.stack.TomcatNode;

/**
 * One real system for all tests of promises: it is brought up by the first that asks and ends with the JVM. Every test plays a
 * campaign of its own and leaves the system whole.
 */
public final class TheCluster {
    private static Cluster cluster;

    private TheCluster() {
    }

    /** The system, with every node ready and every part up. */
    public static synchronized Cluster whole() {
        if (cluster == null) {
            cluster = Cluster.builder().withoutSampleCampaign().heap("384m").start();
        }
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " is ready", Duration.ofSeconds(30), node::isReady);
        }
        return cluster;
    }

    /** Opens a campaign and waits until every node plays it; returns its id. */
    public static int open(CampaignDefinition definition) {
        int id = Campaigning.open(whole().pair(), definition);
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays " + definition.slug(), Duration.ofSeconds(20), () -> node.status("/c/" + definition.slug()) == 200);
            PlayerClient scout = new PlayerClient(line(node), node.baseUrl(), definition.slug()).with(credentials(cluster, "scout of " + node.name()));
            Await.until(node.name() + " holds the epoch", Duration.ofSeconds(20), () -> scout.openPage() > 0);
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
        } catch (java.io.IOException failure) {
            throw new IllegalStateException(name + " could not sign in", failure);
        }
    }

    /** What a player of that name holds after signing in, minted with the nodes' secret. */
    public static Credentials credentials(Cluster of, String name) {
        IdentitySigner signer = signer(of);
        Identity identity = new Identity(playerId(of, name), Instant.ofEpochSecond(Instant.now().getEpochSecond()));
        return new Credentials("tt_id=" + signer.sign(identity), signer.csrfToken(identity));
    }

    /** Who a player of that name is. */
    public static PlayerId playerId(Cluster of, String name) {
        return signer(of).playerOf("simple:" + name);
    }

    private static IdentitySigner signer(Cluster of) {
        return new IdentitySigner(of.settings().get("identity.secret"), Duration.ofDays(30));
    }

    /** A connection to a node with a phone's patience. */
    public static HttpConnection line(TomcatNode node) {
        return new HttpConnection("127.0.0.1", node.port(), Duration.ofMillis(500), Duration.ofSeconds(8));
    }

    /** One value from the primary. */
    public static String ask(String query) {
        return cluster.pair().primary().ask(query);
    }
}
