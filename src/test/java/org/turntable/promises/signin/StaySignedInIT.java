package org.turntable.promises.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.player.IdentitySigner;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/** P5: who is signed in stays signed in, whichever node answers next and whatever becomes of the Redis for sessions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaySignedInIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SLUG = "stay-signed-in";
    private Cluster cluster;

    @BeforeAll
    void bringUp() {
        cluster = SharedCluster.whole();
        SharedCluster.open(SampleCampaigns.onePrize(SLUG, 10, 0, 50, 50));
    }

    @AfterEach
    void back() {
        if (!cluster.sessions().isRunning()) {
            cluster.sessions().start();
        }
        cluster.sessions().resume();
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " has sessions again", PATIENCE, () -> isUp(node));
        }
    }

    @Test
    void whoSignedInOnOneNodeIsGreetedByNameOnTheOther() throws Exception {
        PlayerClient phone = SharedCluster.phone(cluster.node(0), SLUG, "Li Na of both nodes");
        HttpAnswer page = phone.over(SharedCluster.line(cluster.node(1))).get("/c/" + SLUG, "text/html");
        assertTrue(page.body().contains("Li Na of both nodes"), page.body());
    }

    @Test
    void withoutTheRedisForSessionsPagesAndDrawsGoOnAndOnlySigningInIsTurnedAway() throws Exception {
        PlayerClient phone = SharedCluster.phone(cluster.node(0), SLUG, "Wang Wei");
        cluster.sessions().kill9();
        HttpAnswer page = phone.get("/c/" + SLUG, "text/html");
        assertEquals(200, page.status());
        assertFalse(page.body().contains("Wang Wei"), "the name was in the session alone");
        assertEquals("loss", phone.draw(phone.openPage()).status());
        Await.until("ops see it", PATIENCE, () -> !isUp(cluster.node(0)));
        PlayerClient another = new PlayerClient(
                SharedCluster.line(cluster.node(0)), cluster.node(0).baseUrl(), SLUG);
        IOException refused = assertThrows(IOException.class, () -> another.signIn("Eve"));
        assertTrue(refused.getMessage().contains("503"), refused.getMessage());
        assertFalse(
                another.cookieHeader().contains("tt_id"),
                "a sign-in that failed leaves nobody half signed in: " + another.cookieHeader());
    }

    @Test
    void aRedisThatCameBackEmptySignsNoPlayerOut() throws Exception {
        PlayerClient phone = SharedCluster.phone(cluster.node(0), SLUG, "Zhang Min");
        int next = phone.openPage();
        assertEquals("loss", phone.draw(next).status());
        cluster.sessions().restartEmpty();
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " has sessions again", PATIENCE, () -> isUp(node));
            assertEquals(
                    next + 1, phone.over(SharedCluster.line(node)).openPage(), "the same player with the same draws");
        }
    }

    @Test
    void aRedisForSessionsThatHangsHoldsUpNoDraw() throws Exception {
        PlayerClient phone = SharedCluster.phone(cluster.node(1), SLUG, "Chen Jie");
        int next = phone.openPage();
        cluster.sessions().suspend();
        for (int i = 0; i < 10; i++) {
            long from = System.nanoTime();
            assertEquals("loss", phone.draw(next + i).status());
            assertTrue(System.nanoTime() - from < TimeUnit.SECONDS.toNanos(2));
        }
        assertEquals(next + 10, phone.openPage());
    }

    @Test
    void whoIsSignedOutByOpsIsSignedOutOnEveryNodeWithinSecondsAndMaySignInAgain() throws Exception {
        String name = "Stolen Phone";
        PlayerClient phone = SharedCluster.phone(cluster.node(0), SLUG, name);
        int next = phone.openPage();
        String player = new IdentitySigner(cluster.settings().get("identity.secret"), Duration.ofDays(30))
                .playerOf("simple:" + name)
                .toString();
        cluster.ops("player", "sign-out", player, "--by", "Wang", "--reason", "a phone was stolen");
        for (TomcatNode node : cluster.nodes()) {
            phone.over(SharedCluster.line(node));
            Await.until(
                    node.name() + " refuses the draw",
                    Duration.ofSeconds(15),
                    () -> "not_signed_in".equals(phone.draw(next).status()));
        }
        PlayerClient again = new PlayerClient(
                SharedCluster.line(cluster.node(1)), cluster.node(1).baseUrl(), SLUG);
        Await.until("a new sign-in is good", Duration.ofSeconds(120), () -> {
            again.signIn(name);
            return again.openPage() >= next;
        });
        assertEquals("loss", again.draw(again.openPage()).status());
    }

    private static boolean isUp(TomcatNode node) throws IOException {
        String metrics = SharedCluster.opsLine(node)
                .request("GET", "/metrics", Map.of(), null)
                .body();
        return metrics.contains("turntable_redis_up{instance=\"sessions\"} 1.0");
    }
}
