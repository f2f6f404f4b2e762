package org.turntable.promises.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.testing.browser.WeChatPhone;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;
import org.turntable.testing.system.SharedWeChatCluster;

/**
 * Red packets from the winner's tap to the partner's payment. The partner is a forgetful one throughout, who would pay
 * a second time under the same key: that he pays once is our own doing.
 */
class RedPacketsIT {
    private static final String SLUG = "red-packets";
    private static final String PAY = "/partner/api/red-packet";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static SharedWeChatCluster system;
    private static TomcatNode node;
    private static int winners;

    @BeforeAll
    static void open() {
        system = SharedWeChatCluster.whole();
        node = system.partner();
        CampaignDefinition plain = SampleCampaigns.onePrize(SLUG, 1, 100, 10, 10);
        SampleCampaigns.open(
                system.cluster().pair(),
                new CampaignDefinition(
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
                        List.of(PrizeDefinition.of(
                                new LocalizedText("￥8.8 红包", "¥8.8 red packet"),
                                PrizeKind.RED_PACKET,
                                100,
                                0,
                                100,
                                List.of()))));
        system.cluster().ops("red-packets", "amount", SLUG, "--prize", "￥8.8 红包", "--yuan", "8.80");
        Await.until("the campaign is played", LIMIT, () -> node.status("/c/" + SLUG) == 200);
    }

    @BeforeEach
    void aForgetfulPartner() {
        system = SharedWeChatCluster.whole();
        system.weChat().control(Map.of("forgetful", "true"));
    }

    @AfterEach
    void eachWasPaidOnceAtMost() {
        system.weChat().payments().forEach((key, times) -> assertEquals(1, times, key + " was paid more than once"));
    }

    @Test
    void aWinnerTapsTwiceAndIsPaidOnce() throws IOException {
        Winner winner = new Winner();
        assertTrue(winner.prizes().contains("领取红包"));
        assertEquals(303, winner.collect().status());
        assertEquals(303, winner.collect().status());
        winner.awaitPaid();
        assertEquals(1, system.weChat().payments().get(winner.key()));
        assertEquals(
                "sent 880 1",
                ask("SELECT CONCAT_WS(' ', state, amount_fen, sealed IS NULL) FROM turntable.red_packet WHERE "
                        + winner.row()));
        assertEquals(303, winner.collect().status(), "and once more, later");
    }

    @Test
    void whatWasPaidAndNotReportedIsAskedForAndNotPaidAgain() throws IOException {
        Winner winner = new Winner();
        system.weChat().fault(PAY, "silent", 0, 1);
        winner.collect();
        winner.awaitPaid();
        assertEquals(1, system.weChat().calls(PAY), "the second call was a question");
    }

    @Test
    void aSenderThatIsKilledInTheMiddleOfACallLeavesAPacketThatIsPaidOnce() throws IOException {
        Winner winner = new Winner();
        system.weChat().fault(PAY, "silent", 0, 0);
        winner.collect();
        Await.until(
                "it is paid, and nobody was told",
                LIMIT,
                () -> system.weChat().payments().containsKey(winner.key()));
        node.kill9();
        assertEquals(
                "asked", ask("SELECT state FROM turntable.red_packet WHERE " + winner.row()), "marked before the call");
        system.weChat().reset();
        system.weChat().control(Map.of("forgetful", "true"));
        // What the killed sender had claimed is not sent by another node for three minutes.
        system.cluster()
                .pair()
                .primary()
                .execute("UPDATE turntable.red_packet SET next_try_at = UTC_TIMESTAMP(3) WHERE " + winner.row());
        node.start();
        Await.until(node.name() + " is ready", LIMIT, node::isReady);
        winner.awaitPaid();
        assertEquals(0, system.weChat().calls(PAY), "it was asked for");
    }

    @Test
    void anEmptyAccountAndErrorsOfThePartnersAreTriedAgain() throws IOException {
        Winner winner = new Winner();
        system.weChat().control(Map.of("balance", "0"));
        winner.collect();
        Await.until(
                "it is known why",
                LIMIT,
                () -> "due BALANCE"
                        .equals(ask(
                                "SELECT CONCAT_WS(' ', state, said) FROM turntable.red_packet WHERE " + winner.row())));
        assertTrue(winner.prizes().contains("红包发放中"));
        system.weChat().control(Map.of("balance", "1000"));
        system.weChat().fault(PAY, "status", 502, 1);
        winner.awaitPaid();
    }

    @Test
    void aFailedOneIsListedAndTriedAgainByAPerson() throws IOException {
        Winner winner = new Winner();
        winner.collect();
        winner.awaitPaid();
        Winner second = new Winner();
        system.weChat().control(Map.of("balance", "0"));
        second.collect();
        Await.until(
                "it waits",
                LIMIT,
                () -> ask("SELECT state FROM turntable.red_packet WHERE " + second.row())
                        .equals("due"));
        system.cluster()
                .pair()
                .primary()
                .execute("UPDATE turntable.red_packet SET state = 'failed', said = 'OPENID_REFUSED' WHERE "
                        + second.row());
        assertTrue(system.cluster().ops("red-packets", "list").contains("failed  " + second.key() + "  8.80 yuan"));
        assertTrue(second.prizes().contains("红包发放遇到问题"));
        system.weChat().control(Map.of("balance", "1000"));
        system.cluster().ops("red-packets", "retry", second.key());
        second.awaitPaid();
    }

    @Test
    void withoutItsSessionAPhoneIsSignedInAnewAndThenPaid() throws IOException {
        Winner winner = new Winner();
        winner.forgetSession();
        HttpAnswer away = winner.collect();
        assertEquals(303, away.status());
        assertEquals("/sign-in?return=%2Fc%2F" + SLUG + "%2Fprizes", away.location());
        winner.signIn();
        assertEquals("/c/" + SLUG + "/prizes", winner.collect().location());
        winner.awaitPaid();
    }

    @Test
    void nobodyElseCollectsAndNoForeignPageDoes() throws IOException {
        Winner winner = new Winner();
        Winner other = new Winner();
        assertEquals(
                404,
                other.post("/prizes/2/collect", Map.of("csrf", other.csrf)).status(),
                "a draw that he has not made");
        assertEquals(
                403,
                winner.post("/prizes/1/collect", Map.of("csrf", other.csrf)).status());
        assertEquals(
                400,
                winner.post("/prizes/x/collect", Map.of("csrf", winner.csrf)).status());
        assertFalse(system.weChat().payments().containsKey(winner.key()));
    }

    private static String ask(String query) {
        return system.cluster().pair().primary().ask(query);
    }

    /** Somebody who signed in at WeChat through the partner, and has won with the first draw. */
    private static final class Winner {
        private final WeChatPhone phone = system.phone();
        private final String persona = "winner-" + ++winners;
        private String csrf;

        Winner() throws IOException {
            signIn();
            Map<String, String> draw = Map.of("number", "1", "csrf", csrf);
            Await.until(
                    persona + " has won",
                    LIMIT,
                    () -> post("/draws", draw).body().contains("\"status\":\"win\""));
        }

        void signIn() {
            String page = phone.follow(node.baseUrl() + "/sign-in?return=/c/" + SLUG, persona)
                    .body();
            csrf = page.replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
        }

        /** The player's id, as the cookie has it. */
        String player() {
            return phone.cookies("127.0.0.1").get("tt_id").split("\\.")[1];
        }

        String key() {
            return ask("SELECT id FROM turntable.campaign WHERE slug = '" + SLUG + "'") + "." + player() + ".1";
        }

        String row() {
            return "player_id = 0x"
                    + java.util.HexFormat.of()
                            .formatHex(java.util.Base64.getUrlDecoder().decode(player()));
        }

        String prizes() {
            return phone.open(node.baseUrl() + "/c/" + SLUG + "/prizes").body();
        }

        HttpAnswer collect() throws IOException {
            HttpAnswer answer = post("/prizes/1/collect", Map.of("csrf", csrf));
            if (answer.setCookies().stream()
                    .anyMatch(set -> set.startsWith("tt_id=;") || set.startsWith("tt_id=\"\""))) {
                phone.cookies("127.0.0.1").remove("tt_id");
            }
            return answer;
        }

        void awaitPaid() {
            Await.until(persona + " is paid", LIMIT, () -> prizes().contains("红包已发出"));
        }

        void forgetSession() {
            phone.cookies("127.0.0.1")
                    .keySet()
                    .removeIf(name -> name.toUpperCase(java.util.Locale.ROOT).contains("SESSION"));
        }

        HttpAnswer post(String path, Map<String, String> form) throws IOException {
            String cookies = phone.cookies("127.0.0.1").entrySet().stream()
                    .map(one -> one.getKey() + "=" + one.getValue())
                    .collect(Collectors.joining("; "));
            String body = form.entrySet().stream()
                    .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            try (HttpConnection line = SharedCluster.line(node)) {
                return line.request(
                        "POST",
                        "/c/" + SLUG + path,
                        Map.of(
                                "Cookie",
                                cookies,
                                "Origin",
                                node.baseUrl(),
                                "User-Agent",
                                WeChatPhone.IPHONE,
                                "Accept",
                                path.equals("/draws") ? "application/json" : "text/html"),
                        body);
            }
        }
    }
}
