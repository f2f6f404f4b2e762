package org.turntable.testing.system;

import java.io.IOException;
import java.time.Duration;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.TomcatNode;

/**
 * One real system behind a real nginx, for all tests of the edge: brought up by the first that asks, ended with the
 * JVM; each leaves it whole.
 */
public final class SharedEdgeCluster {
    /** Its campaign, open, with a name in both languages that HTML has to escape. */
    public static final String SLUG = "at-the-edge";

    public static final String NAME = "金秋 <七天乐> & 转盘";
    public static final String NAME_IN_ENGLISH = "Seven <Golden> Days & a Wheel";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static Cluster cluster;

    private SharedEdgeCluster() {}

    /**
     * The system, with every node ready and the wheel turning behind the edge; where there is no nginx the test is
     * skipped.
     */
    public static synchronized Cluster whole() {
        Installed.nginx();
        if (cluster == null) {
            cluster = Cluster.builder()
                    .nginx()
                    .heap("256m")
                    .withoutSampleCampaign()
                    .start();
            CampaignDefinition plain = SampleCampaigns.onePrize(SLUG, 1_000, 10, 10_000, 10_000);
            SampleCampaigns.open(
                    cluster.pair(),
                    new CampaignDefinition(
                            SLUG,
                            new LocalizedText(NAME, NAME_IN_ENGLISH),
                            plain.organiser(),
                            plain.howToRedeem(),
                            plain.zone(),
                            plain.opensAt(),
                            plain.closesAt(),
                            plain.chancesPerDay(),
                            plain.chancesInAll(),
                            plain.oddsBase(),
                            plain.release(),
                            plain.prizes()));
        }
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays", LIMIT, () -> turns(node.port(), node.baseUrl()));
        }
        Await.until(
                "the edge has noticed",
                LIMIT,
                () -> turns(cluster.edge().orElseThrow().port(), cluster.publicUrl()));
        return cluster;
    }

    private static boolean turns(int port, String origin) throws IOException {
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", port, Duration.ofSeconds(2), Duration.ofSeconds(10))) {
            return new PlayerClient(line, origin, SLUG)
                            .with(SharedCluster.credentials(cluster, "scout"))
                            .openPage()
                    > 0;
        }
    }
}
