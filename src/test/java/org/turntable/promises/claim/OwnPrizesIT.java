package org.turntable.promises.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.LoggedSecrets;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/** Only the winner finds the code of a coupon. */
class OwnPrizesIT {
    private static final String SLUG = "own-prizes";
    private static final List<String> CODES =
            List.of(LoggedSecrets.registerCode("AAAA-1111-QQQQ"), LoggedSecrets.registerCode("BBBB-2222-WWWW"));

    @BeforeAll
    static void open() {
        CampaignDefinition plain = SampleCampaigns.onePrize(SLUG, 2, 100, 10, 10);
        SharedCluster.open(new CampaignDefinition(
                SLUG,
                plain.name(),
                plain.organiser(),
                plain.howToRedeem(),
                plain.zone(),
                plain.opensAt(),
                plain.closesAt(),
                10,
                10,
                100,
                plain.release(),
                List.of(PrizeDefinition.of(new LocalizedText("咖啡券", "Coffee"), PrizeKind.COUPON, 100, 0, 2, CODES))));
    }

    @Test
    void onlyTheWinnerSeesTheCodeAndOnEveryNode() throws IOException {
        PlayerClient winner = player("winner");
        assertEquals("win", winner.draw(1).status());
        String first = page("winner", 0).body();
        String code =
                CODES.stream().filter(one -> first.contains(one)).findFirst().orElseThrow();
        Await.until(
                "the other node shows it, which may have asked MariaDB for the first time",
                Duration.ofSeconds(120),
                () -> page("winner", 1).body().contains(code));
        for (String stranger : List.of("stranger", "another stranger")) {
            HttpAnswer other = page(stranger, 0);
            assertEquals(200, other.status());
            CODES.forEach(one -> assertFalse(other.body().contains(one), "a stranger sees a code"));
        }
        assertEquals(
                303,
                SharedCluster.line(SharedCluster.whole().node(0))
                        .get("/c/" + SLUG + "/prizes")
                        .status(),
                "nobody is signed in");
    }

    @Test
    void whileTheDatabaseHangsThePageSaysSoAndTheWheelGoesOn() throws IOException {
        PlayerClient winner = player("patient");
        boolean won = winner.draw(1).isWin();
        SharedCluster.whole().pair().primary().suspend();
        try {
            assertEquals(won ? 503 : 200, page("patient", 0).status());
        } finally {
            SharedCluster.whole().pair().primary().resume();
        }
        Await.until(
                "the page is back",
                Duration.ofSeconds(120),
                () -> page("patient", 0).status() == 200);
    }

    private static PlayerClient player(String name) throws IOException {
        TomcatNode node = SharedCluster.whole().node(0);
        PlayerClient player = new PlayerClient(SharedCluster.line(node), node.baseUrl(), SLUG).with(credentials(name));
        player.openPage();
        return player;
    }

    private static Credentials credentials(String name) {
        return SharedCluster.credentials(SharedCluster.whole(), name);
    }

    private static HttpAnswer page(String name, int node) throws IOException {
        try (HttpConnection line = SharedCluster.line(SharedCluster.whole().node(node))) {
            return line.request(
                    "GET",
                    "/c/" + SLUG + "/prizes",
                    Map.of("Cookie", credentials(name).cookie()),
                    null);
        }
    }
}
