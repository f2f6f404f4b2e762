package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * A campaign's whole life, as its players see it: drafted, announced, opened, played, sold out, paused, resumed,
 * closed.
 */
class CampaignStoryIT {
    private static final String SLUG = "story";
    private static final int STOCK = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void aCampaignLivesFromDraftToItsEnd() throws Exception {
        Cluster cluster = SharedCluster.whole();
        TomcatNode node = cluster.node(0);
        draft(cluster);
        assertEquals(404, node.status("/c/" + SLUG), "nobody sees a draft");

        cluster.ops("campaign", "schedule", SLUG, "--by", "Wang");
        Await.until("the page announces the campaign", PATIENCE, () -> node.status("/c/" + SLUG) == 200);
        PlayerClient li = new PlayerClient(SharedCluster.line(node), node.baseUrl(), SLUG);
        assertEquals(
                401,
                li.post("/c/" + SLUG + "/draws", "application/json", "number", "1", "csrf", "none")
                        .status(),
                "nobody is signed in yet");
        li.signIn("Li");
        assertEquals(
                403,
                li.post("/c/" + SLUG + "/draws", "application/json", "number", "1", "csrf", "none")
                        .status(),
                "that is no token of Li's");
        String announced = li.get("/c/" + SLUG, "text/html").body();
        assertTrue(announced.contains("countdown"), "the page counts down");
        PlayerClient early = li.with(SharedCluster.credentials(cluster, "Li"));
        await(early, 1, "not_begun");

        cluster.ops("campaign", "open", SLUG, "--by", "Wang");
        await(li, 1, "win");
        int wins = 1;
        int losses = 0;
        for (int number = 2; number <= 6; number++) {
            DrawAnswer answer = result(li, number);
            wins += answer.isWin() ? 1 : 0;
            losses += answer.isWin() ? 0 : 1;
        }
        assertEquals(STOCK, wins, "every roll hits, and the stock is what is won");
        assertEquals(3, losses);
        String page = li.get("/c/" + SLUG, "text/html").body();
        assertTrue(page.contains("咖啡券"), "the page lists the wins");

        cluster.ops("campaign", "pause", SLUG, "--by", "Wang", "--reason", "the shop has a leak");
        awaitPhase(li, "paused");
        await(li, 7, "paused");
        assertEquals("loss", li.draw(6).status(), "the last draw still answers");
        cluster.ops("campaign", "resume", SLUG, "--by", "Wang");
        await(li, 7, "loss");

        cluster.ops("campaign", "close", SLUG, "--by", "Wang");
        awaitPhase(li, "ended");
        await(li, 8, "ended");
        assertEquals("loss", li.draw(7).status(), "a repeat is answered after the end, too");
        assertTrue(cluster.ops("campaign", "show", SLUG).contains("closed"));
        assertEquals(
                "5",
                SharedCluster.ask(
                        "SELECT COUNT(*) FROM turntable.campaign_transition t JOIN turntable.campaign c ON c.id = "
                                + "t.campaign_id"
                                + " WHERE slug = '" + SLUG + "'"),
                "every move is on record");
    }

    private static void draft(Cluster cluster) throws Exception {
        try (HikariDataSource pool = MariaDbPools.forTool(new MariaDbPools.Access(
                List.of(cluster.pair().hosts().split(",")),
                MariaDbPair.DATABASE,
                MariaDbPair.APPLICATION_USER,
                cluster.pair().applicationPassword()))) {
            new MariaDbCampaignAdministration(pool).create(SampleCampaigns.onePrize(SLUG, STOCK, 100, 20, 20));
        }
    }

    private static void await(PlayerClient phone, int number, String status) {
        Await.until(
                "draw " + number + " is answered " + status,
                PATIENCE,
                () -> phone.draw(number).status().equals(status));
    }

    /** A node reads plans once a second: until then a tap would still be a draw. */
    private static void awaitPhase(PlayerClient phone, String phase) {
        Await.until(
                "the page is " + phase,
                PATIENCE,
                () -> phone.get("/c/" + SLUG, "text/html").body().contains("data-phase=\"" + phase + "\""));
    }

    private static DrawAnswer result(PlayerClient phone, int number) {
        DrawAnswer[] answer = new DrawAnswer[1];
        Await.until("draw " + number + " has a result", PATIENCE, () -> {
            answer[0] = phone.draw(number);
            return answer[0].isResult();
        });
        return answer[0];
    }
}
