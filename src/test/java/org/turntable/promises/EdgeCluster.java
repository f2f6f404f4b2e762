package org.turntable.promises;

import java.io.IOException;
import java.time.Duration;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.LocalText;
import org.turntable.load.HttpConnection;
import org.turntable.load.PlayerClient;
import org.turntable.stack.Await;
import org.turntable.stack.Cluster;
import org.turntable.stack.Installed;
import org.turntable.stack.TomcatNode;

/** One real system behind a real nginx, for all tests of the edge: brought up by the first that asks, ended with the JVM; each leaves it whole. */
final class EdgeCluster {
    /** Its campaign, open, with a name in both languages that HTML has to escape. */
    static final String SLUG = "at-the-edge";
    static final String NAME = "金秋 <七天乐> & 转盘";
    static final String NAME_IN_ENGLISH = "Seven <Golden> Days & a Wheel";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static Cluster cluster;

    private EdgeCluster() {
    }

    /** The system, with every node ready and the wheel turning behind the edge; where there is no nginx the test is skipped. */
    static synchronized Cluster whole() {
        Installed.nginx();
        if (cluster == null) {
            cluster = Cluster.builder().nginx().heap("256m").withoutSampleCampaign().start();
            CampaignDefinition plain = Campaigning.onePrize(SLUG, 1_000, 10, 10_000, 10_000);
            Campaigning.open(cluster.pair(), new CampaignDefinition(SLUG, new LocalText(NAME, NAME_IN_ENGLISH), plain.organiser(), plain.howToRedeem(), plain.zone(),
                    plain.opensAt(), plain.closesAt(), plain.chancesPerDay(), plain.chancesInAll(), plain.oddsBase(), plain.release(), plain.prizes()));
        }
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays", LIMIT, () -> turns(node.port(), node.baseUrl()));
        }
        Await.until("the edge has noticed", LIMIT, () -> turns(cluster.edge().orElseThrow().port(), cluster.publicUrl()));
        return cluster;
    }

    private static boolean turns(int port, String origin) throws IOException {
        try (HttpConnection line = new HttpConnection("127.0.0.1", port, Duration.ofSeconds(2), Duration.ofSeconds(10))) {
            return new PlayerClient(line, origin, SLUG).with(TheCluster.credentials(cluster, "scout")).openPage() > 0;
        }
    }
}
