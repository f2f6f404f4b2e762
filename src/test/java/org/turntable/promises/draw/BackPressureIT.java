package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;
import redis.clients.jedis.Jedis;

/**
 * A long outage of MariaDB ends in "busy" at the stream's high-water mark, and every admitted draw is stored when it is
 * back.
 */
class BackPressureIT {
    private static final int HIGH_WATER = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void drawsAreBusyAtTheHighWaterMarkAndGoOnWhenTheBacklogIsWritten() throws Exception {
        try (Cluster cluster = Cluster.builder()
                .tomcats(1)
                .withoutSampleCampaign()
                .heap("256m")
                .setting("ledger.stream.high-water", String.valueOf(HIGH_WATER))
                .start()) {
            int campaign =
                    SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize("outage", 10, 0, 1_000, 1_000));
            TomcatNode node = cluster.node(0);
            Await.until("the node plays the campaign", PATIENCE, () -> node.status("/c/outage") == 200);
            PlayerClient phone = new PlayerClient(SharedCluster.line(node), node.baseUrl(), "outage");
            phone.signIn("Li");
            Await.until("draws are open", PATIENCE, () -> phone.openPage() == 1);
            cluster.pair().primary().kill9();
            int admitted = drawUntilBusy(phone);
            assertEquals(200, phone.get("/c/outage", "text/html").status(), "the page is there all the same");
            try (Jedis redis = cluster.draws().client()) {
                assertEquals(HIGH_WATER, redis.xlen("tt:{" + campaign + "}:ledger"));
            }
            cluster.pair().reopenPrimaryAfterCrash();
            Await.until(
                    "draws go on",
                    PATIENCE,
                    () -> phone.draw(admitted + 1).status().equals("loss"));
            Await.until(
                    "every draw is stored",
                    PATIENCE,
                    () -> String.valueOf(admitted + 1)
                            .equals(cluster.pair()
                                    .primary()
                                    .ask("SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + campaign)));
        }
    }

    private static int drawUntilBusy(PlayerClient phone) throws IOException {
        int number = 1;
        while (number <= 2 * HIGH_WATER) {
            String status = phone.draw(number).status();
            if (status.equals("busy")) {
                return number - 1;
            }
            assertEquals("loss", status);
            number++;
        }
        throw new AssertionError("never busy");
    }
}
