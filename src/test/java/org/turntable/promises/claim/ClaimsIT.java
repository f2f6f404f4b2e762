package org.turntable.promises.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.LoggedSecrets;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * What a winner does with a prize, on real nodes: no other player can, nothing typed is lost, and nothing personal is
 * shown.
 */
class ClaimsIT {
    private static final String POSTED = "claims-posted";
    private static final String COUPON = "claims-coupon";
    private static final String RECIPIENT = LoggedSecrets.register("欧阳小桂");
    private static final String MOBILE = LoggedSecrets.register("13912345678");
    private static final String DETAIL = LoggedSecrets.register("文三路四百七十八号");
    private static Cluster cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        cluster = SharedCluster.whole();
        SharedCluster.open(campaign(
                POSTED,
                PrizeDefinition.of(new LocalizedText("蓝牙耳机", "Earbuds"), PrizeKind.POSTED, 100, 0, 50, List.of())));
        SharedCluster.open(campaign(
                COUPON,
                PrizeDefinition.of(new LocalizedText("咖啡券", "Coffee"), PrizeKind.COUPON, 100, 0, 50, List.of())));
    }

    private static CampaignDefinition campaign(String slug, PrizeDefinition prize) {
        CampaignDefinition plain = SampleCampaigns.onePrize(slug, 1, 100, 10, 10);
        return new CampaignDefinition(
                slug,
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
                List.of(prize));
    }

    @Test
    void theWinnerGivesAnAddressOnOneNodeAndChangesItOnTheOther() throws IOException {
        Credentials anna = winner("anna", POSTED);
        assertTrue(get(0, prizes(POSTED), anna).body().contains("/c/claims-posted/prizes/1/address"));
        assertEquals(303, post(0, address(1), anna, form(anna, 0)).status());
        HttpAnswer list = get(1, prizes(POSTED), anna);
        assertTrue(list.body().contains("欧** 139****5678"), list.body());
        assertFalse(
                list.body().contains(MOBILE)
                        || list.body().contains(RECIPIENT)
                        || list.body().contains(DETAIL),
                "masked in the list");
        HttpAnswer form = get(1, address(1), anna);
        assertTrue(
                form.body().contains(MOBILE) && form.body().contains("name=\"revision\" value=\"1\""),
                "whole for its owner");
        Map<String, String> changed = form(anna, 1);
        changed.put("mobile", "+86 159 0000 1111");
        assertEquals(303, post(1, address(1), anna, changed).status());
        assertTrue(get(0, prizes(POSTED), anna).body().contains("159****1111"));
    }

    @Test
    void forAnotherPlayerThereIsNoSuchPage() throws IOException {
        Credentials owner = winner("owner", POSTED);
        post(0, address(1), owner, form(owner, 0));
        Credentials stranger = SharedCluster.credentials(cluster, "stranger without a win");
        assertEquals(404, get(0, address(1), stranger).status());
        assertEquals(404, post(0, address(1), stranger, form(stranger, 0)).status());
        assertEquals(404, get(0, address(7), owner).status(), "a draw that was not made");
        Credentials otherWinner = winner("another winner", POSTED);
        assertFalse(get(0, address(1), otherWinner).body().contains(MOBILE), "his own, empty form");
        assertEquals(303, SharedCluster.line(cluster.node(0)).get(address(1)).status(), "nobody is signed in");
    }

    @Test
    void aPostWithoutTokenOriginOrIdentityChangesNothing() throws IOException {
        Credentials owner = winner("careful", POSTED);
        Map<String, String> without = form(owner, 0);
        without.put("csrf", "x");
        assertEquals(403, post(0, address(1), owner, without).status());
        without.put("csrf", SharedCluster.credentials(cluster, "somebody else").csrf());
        assertEquals(403, post(0, address(1), owner, without).status());
        assertEquals(
                403,
                send(
                                0,
                                "POST",
                                address(1),
                                Map.of("Cookie", owner.cookie(), "Origin", "http://evil.example"),
                                form(owner, 0))
                        .status());
        assertEquals(
                401,
                send(0, "POST", address(1), Map.of("Origin", cluster.node(0).baseUrl()), form(owner, 0))
                        .status());
        assertTrue(get(0, address(1), owner).body().contains("name=\"revision\" value=\"0\""));
    }

    @ParameterizedTest
    @CsvSource({
        "revision, x, 400",
        "revision, '', 400",
        "revision, -1, 400",
        "revision, 99999999999, 400",
        "recipient, '', 400",
        "mobile, 12345, 400",
        "province, Atlantis, 400",
        "city, '', 400",
        "district, 9, 400",
        "detail, <script>alert(1)</script>, 400",
        "consent, no, 400",
        "revision, 5, 409"
    })
    void whatDoesNotFitIsReportedAndNothingIsStored(String field, String value, int status) throws IOException {
        Credentials owner = winner("bad input in " + field + value.length(), POSTED);
        post(0, address(1), owner, form(owner, 0));
        Map<String, String> bad = form(owner, 1);
        bad.put("detail", "另一条路十二号");
        bad.put(field, value);
        HttpAnswer answer = post(0, address(1), owner, bad);
        assertEquals(status, answer.status(), answer.body());
        assertFalse(answer.body().contains("<script>alert"), "what was typed is text");
        assertFalse(answer.body().contains("Exception"), answer.body());
        assertTrue(get(0, address(1), owner).body().contains(DETAIL), "what was there stays");
    }

    @Test
    void aFieldOfAMegabyteIsRefusedAndHundredCharactersTooManyAreReported() throws IOException {
        Credentials owner = winner("wordy", POSTED);
        Map<String, String> long1 = form(owner, 0);
        long1.put("detail", "路".repeat(300));
        assertEquals(400, post(0, address(1), owner, long1).status());
        long1.put("detail", "x".repeat(1_000_000));
        assertTrue(List.of(400, 403, 413)
                .contains(post(0, address(1), owner, long1).status()));
        assertEquals(400, get(0, "/c/" + POSTED + "/prizes/x/address", owner).status());
        assertEquals(404, get(0, "/c/no-such/prizes/1/address", owner).status());
    }

    @Test
    void whoChangesItOnTwoPhonesIsAskedBeforeTheFirstIsLost() throws IOException {
        Credentials owner = winner("two phones", POSTED);
        Map<String, String> second = form(owner, 0);
        second.put("detail", "第二条路二十二号");
        assertEquals(303, post(0, address(1), owner, form(owner, 0)).status());
        HttpAnswer conflict = post(1, address(1), owner, second);
        assertEquals(409, conflict.status());
        assertTrue(
                conflict.body().contains("第二条路二十二号") && conflict.body().contains("name=\"revision\" value=\"1\""),
                conflict.body());
        assertTrue(get(0, address(1), owner).body().contains(DETAIL));
        second.put("revision", "1");
        assertEquals(303, post(1, address(1), owner, second).status());
        assertTrue(get(0, address(1), owner).body().contains("第二条路二十二号"));
    }

    @Test
    void whileTheDatabaseHangsWhatWasTypedIsKeptAndTheWheelGoesOn() throws IOException {
        Credentials owner = winner("patient", POSTED);
        cluster.pair().primary().suspend();
        try {
            HttpAnswer busy = post(0, address(1), owner, form(owner, 0));
            assertEquals(503, busy.status());
            assertTrue(
                    busy.body().contains("１３９ 1234-5678") && busy.body().contains(DETAIL),
                    "what was typed is in the form");
            assertEquals("2", busy.retryAfter());
            assertEquals(
                    200, SharedCluster.line(cluster.node(0)).get("/c/" + POSTED).status());
        } finally {
            cluster.pair().primary().resume();
        }
        // By each node: each has its own opinion of the database, and the next test asks both.
        for (int node = 0; node < 2; node++) {
            int asked = node;
            Await.until(
                    "node " + node + " takes it",
                    Duration.ofSeconds(120),
                    () -> post(asked, address(1), owner, form(owner, 0)).status() == 303);
        }
    }

    @Test
    void whoeverPacksExportsAndShipsAndTheWinnerSeesIt() throws IOException {
        Credentials owner = winner("shipped", POSTED);
        post(0, address(1), owner, form(owner, 0));
        assertFalse(cluster.ops("claims", "list", POSTED).contains(MOBILE));
        Path export = folder.resolve("parcels.csv");
        cluster.ops(
                "claims", "export", POSTED, "--out", export.toString(), "--by", "Wang", "--reason", "to the warehouse");
        String id = SharedCluster.playerId(cluster, "shipped").toString();
        String line = Files.readAllLines(export).stream()
                .filter(one -> one.contains(id))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains(MOBILE) && line.contains(DETAIL), "the export is whole");
        assertEquals(
                "Wang to the warehouse",
                SharedCluster.ask("SELECT CONCAT_WS(' ', by_whom, reason) FROM turntable.claim_action WHERE action = "
                        + "'export' ORDER BY id DESC LIMIT 1"));
        Path sent = Files.writeString(
                folder.resolve("sent.csv"),
                "claim,revision,carrier,tracking\n" + line.split("\"")[1] + ",1,顺丰速运,SF1234567890\n");
        assertTrue(cluster.ops("claims", "ship", POSTED, "--file", sent.toString(), "--by", "Wang", "--reason", "today")
                .contains("Recorded 1 as sent"));
        assertTrue(get(0, prizes(POSTED), owner).body().contains("顺丰速运 SF1234567890"));
        HttpAnswer late = post(0, address(1), owner, form(owner, 1));
        assertEquals(409, late.status());
        assertTrue(late.body().contains("已经寄出"), late.body());
    }

    @Test
    void aParcelWhoseWinnerChangedTheAddressAfterTheExportIsNotRecordedAsShipped() throws IOException {
        Credentials owner = winner("moved", POSTED);
        post(0, address(1), owner, form(owner, 0));
        Path export = folder.resolve("parcels-of-the-morning.csv");
        cluster.ops("claims", "export", POSTED, "--out", export.toString(), "--by", "Wang", "--reason", "today");
        String id = SharedCluster.playerId(cluster, "moved").toString();
        String[] fields = Files.readAllLines(export).stream()
                .filter(one -> one.contains(id))
                .findFirst()
                .orElseThrow()
                .split("\"");
        Map<String, String> moved = form(owner, 1);
        moved.put("detail", "文三路 1 号");
        assertEquals(303, post(1, address(1), owner, moved).status());
        String header = "claim,revision,carrier,tracking\n" + fields[1] + ",";
        Path sent = Files.writeString(folder.resolve("noon.csv"), header + fields[3] + ",顺丰速运,SF1234567890\n");
        String refused =
                assertThrows(IllegalStateException.class, () -> ship(sent)).getMessage();
        assertTrue(refused.contains("Recorded 0 as sent"), refused);
        assertTrue(refused.contains("line 2: " + fields[1] + " has another address since the export"), refused);
        assertFalse(get(0, prizes(POSTED), owner).body().contains("SF1234567890"));
        Files.writeString(sent, header + "2,顺丰速运,SF1234567890\n");
        assertTrue(ship(sent).contains("Recorded 1 as sent"), "with the revision of a later export");
    }

    private static String ship(Path sent) {
        return cluster.ops("claims", "ship", POSTED, "--file", sent.toString(), "--by", "Wang", "--reason", "today");
    }

    @Test
    void aWinnerTakesTheAddressBack() throws IOException {
        Credentials owner = winner("shy", POSTED);
        post(0, address(1), owner, form(owner, 0));
        assertEquals(
                303,
                post(0, address(1), owner, Map.of("csrf", owner.csrf(), "revision", "1", "do", "withdraw"))
                        .status());
        assertEquals(
                "1",
                SharedCluster.ask("SELECT COUNT(*) FROM turntable.claim_address WHERE player_id = " + hex("shy")
                        + " AND sealed IS NULL AND erased_at IS NOT NULL"));
        assertTrue(get(0, prizes(POSTED), owner).body().contains("地址已删除"));
    }

    @Test
    void nothingPersonalIsInAnyLogOrInTheDatabaseInTheOpen() throws IOException {
        Credentials owner = winner("private", POSTED);
        post(0, address(1), owner, form(owner, 0));
        Map<String, String> bad = form(owner, 1);
        bad.put("province", "nowhere");
        post(0, address(1), owner, bad);
        post(1, address(1), owner, form(owner, 7));
        for (TomcatNode node : cluster.nodes()) {
            String log = Files.readString(node.log());
            for (String personal :
                    List.of(RECIPIENT, MOBILE, DETAIL, URLEncoder.encode(DETAIL, StandardCharsets.UTF_8))) {
                assertFalse(log.contains(personal), () -> node.name() + " has written down " + personal);
            }
        }
        assertEquals(
                "0",
                SharedCluster.ask(
                        "SELECT COUNT(*) FROM turntable.claim_address WHERE LOCATE('" + MOBILE + "', sealed) > 0"));
    }

    @Test
    void aCouponIsRedeemedOnceThoughTwoVerifiersPressAtOnceOnTwoNodes() throws Exception {
        Verifier li = verifier("li.race", "湖滨店", 0);
        Verifier wang = verifier("wang.race", "城西店", 1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 3; round++) {
                Credentials anna = winner("racer " + round, COUPON);
                String code = codeOf(anna);
                CyclicBarrier together = new CyclicBarrier(4);
                List<Future<String>> presses = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Verifier by = i % 2 == 0 ? li : wang;
                    String confirmation = "%032x".formatted(round * 10 + i);
                    presses.add(threads.submit(() -> {
                        together.await();
                        return by.confirm(code, confirmation).body();
                    }));
                }
                int done = 0;
                for (Future<String> press : presses) {
                    String body = press.get();
                    assertTrue(body.contains("\"status\":\"done\"") || body.contains("\"status\":\"before\""), body);
                    done += body.contains("\"status\":\"done\"") ? 1 : 0;
                }
                assertEquals(1, done);
                assertTrue(get(0, prizes(COUPON), anna).body().contains("已在门店核销"));
                assertTrue(get(1, "/c/" + COUPON + "/prizes/1/standing", anna)
                        .body()
                        .contains("\"status\":\"redeemed\""));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aConfirmationThatIsSentAgainIsAnsweredAlikeOnAnotherNode() throws IOException {
        Verifier li = verifier("li.again", "湖滨店", 0);
        String code = codeOf(winner("again", COUPON));
        assertTrue(li.look(code).body().contains("\"status\":\"open\""));
        String first = li.confirm(code, "a".repeat(32)).body();
        assertTrue(first.contains("\"status\":\"done\"") && first.contains("湖滨店"), first);
        li.node = 1;
        assertEquals(first, li.confirm(code, "a".repeat(32)).body());
        assertTrue(li.confirm(code, "b".repeat(32)).body().contains("\"status\":\"before\""));
        assertTrue(li.look(code).body().contains("\"status\":\"redeemed\""));
    }

    @Test
    void anotherPlayersCodeAGuessAndAPlayerAreRefused() throws IOException {
        Verifier li = verifier("li.strict", "湖滨店", 0);
        Credentials anna = winner("strict", COUPON);
        String code = codeOf(anna);
        String wrong = code.substring(0, code.length() - 1) + (code.endsWith("X") ? "Y" : "X");
        assertTrue(li.look(wrong).body().contains("\"status\":\"unknown\""));
        assertTrue(li.confirm("nonsense", "c".repeat(32)).body().contains("\"status\":\"unknown\""));
        assertEquals(400, li.confirm(code, "no hex").status());
        assertEquals(400, li.confirm(code, "").status());
        assertEquals(400, li.look("x".repeat(61)).status());
        assertEquals(
                401,
                post(
                                0,
                                "/redeem/confirmations",
                                anna,
                                Map.of("code", code, "confirmation", "d".repeat(32), "csrf", anna.csrf()))
                        .status());
        assertEquals(303, get(0, "/redeem", anna).status());
        String csrf = li.csrf;
        li.csrf = "x";
        assertEquals(403, li.confirm(code, "d".repeat(32)).status());
        li.csrf = csrf;
        for (String page : List.of("/c/" + COUPON + "/prizes/1/code/" + code, pageOfTheCode(anna))) {
            assertEquals(404, get(0, page, winner("another", COUPON)).status(), "not his code");
            assertEquals(303, SharedCluster.line(cluster.node(0)).get(page).status(), "nobody is signed in");
            assertEquals(200, get(1, page, anna).status());
        }
        assertEquals(
                404, get(0, "/c/" + COUPON + "/prizes/1/code/" + wrong, anna).status());
        assertTrue(li.look(code).body().contains("\"status\":\"open\""), "and nothing of this redeemed it");
    }

    @Test
    void aVerifierWhoIsDisabledIsSignedOutAtOnceAndAWrongPasswordRevealsNothing() throws IOException {
        Verifier li = verifier("li.out", "湖滨店", 0);
        String code = codeOf(winner("late", COUPON));
        cluster.ops("verifier", "disable", "li.out", "--by", "Wang");
        assertEquals(401, li.look(code).status(), "a disabled verifier reads no code");
        assertEquals(401, li.confirm(code, "e".repeat(32)).status());
        String disabled = signIn(0, "li.out", li.password).body();
        String stranger = signIn(0, "no.such.verifier", "guess").body();
        assertTrue(disabled.contains("账号或密码不对") && stranger.contains("账号或密码不对"));
        assertTrue(cluster.ops("verifier", "list").contains("li.out"));
        String reset = cluster.ops("verifier", "reset", "li.out", "--by", "Wang");
        assertEquals(303, signIn(0, "li.out", passwordIn(reset)).status());
        assertEquals(403, signIn(0, "li.out", li.password).status(), "the old one");
    }

    private static String hex(String name) {
        return "0x"
                + java.util.HexFormat.of()
                        .formatHex(SharedCluster.playerId(cluster, name).bytes());
    }

    /** A player of that name who has won with the first draw. */
    private static Credentials winner(String name, String slug) throws IOException {
        TomcatNode node = cluster.node(0);
        Credentials credentials = SharedCluster.credentials(cluster, name);
        PlayerClient player = new PlayerClient(SharedCluster.line(node), node.baseUrl(), slug).with(credentials);
        if (player.openPage() == 1) {
            String page = prizes(slug);
            player.draw(1);
            Await.until(
                    name + " has won",
                    Duration.ofSeconds(120),
                    () -> get(0, page, credentials).body().contains("prize-1"));
        }
        return credentials;
    }

    private static String prizes(String slug) {
        return "/c/" + slug + "/prizes";
    }

    private static String address(int number) {
        return prizes(POSTED) + "/" + number + "/address";
    }

    private static Map<String, String> form(Credentials owner, int revision) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("csrf", owner.csrf());
        form.put("revision", Integer.toString(revision));
        form.put("recipient", RECIPIENT);
        form.put("mobile", "１３９ 1234-5678");
        form.put("province", "浙江省");
        form.put("city", "杭州市");
        form.put("district", "西湖区");
        form.put("detail", DETAIL);
        form.put("consent", "yes");
        form.put("do", "save");
        return form;
    }

    private static String codeOf(Credentials winner) throws IOException {
        Matcher code = Pattern.compile("class=\"spoken digits\">([0-9A-Z-]+)<")
                .matcher(get(0, pageOfTheCode(winner), winner).body());
        assertTrue(code.find(), "there is no code on the page");
        return LoggedSecrets.registerCode(code.group(1));
    }

    private static String pageOfTheCode(Credentials winner) throws IOException {
        Matcher link = Pattern.compile("href=\"(/c/" + COUPON + "/prizes/1/coupon/[0-9a-f]{16})\"")
                .matcher(get(0, prizes(COUPON), winner).body());
        assertTrue(link.find(), "there is no link to the code");
        return link.group(1);
    }

    private static final class Verifier {
        private final String cookie;
        private final String password;
        private String csrf;
        private int node;

        Verifier(String cookie, String csrf, String password, int node) {
            this.cookie = cookie;
            this.csrf = csrf;
            this.password = password;
            this.node = node;
        }

        HttpAnswer look(String code) throws IOException {
            return json("/redeem/codes", Map.of("csrf", csrf, "code", code));
        }

        HttpAnswer confirm(String code, String confirmation) throws IOException {
            return json("/redeem/confirmations", Map.of("csrf", csrf, "code", code, "confirmation", confirmation));
        }

        private HttpAnswer json(String path, Map<String, String> form) throws IOException {
            return send(
                    node,
                    "POST",
                    path,
                    Map.of("Cookie", cookie, "Origin", cluster.node(node).baseUrl(), "Accept", "application/json"),
                    form);
        }
    }

    private static Verifier verifier(String name, String store, int node) throws IOException {
        String password = passwordIn(cluster.ops("verifier", "add", name, "--store", store, "--by", "test"));
        HttpAnswer in = signIn(node, name, password);
        assertEquals(303, in.status(), in.body());
        String cookie = cookies(in);
        String page =
                send(node, "GET", "/redeem", Map.of("Cookie", cookie), null).body();
        return new Verifier(cookie, page.replaceAll("(?s).*data-csrf=\"([^\"]+)\".*", "$1"), password, node);
    }

    private static String passwordIn(String output) {
        return output.replaceAll("(?s).*with the password (\\S+).*", "$1");
    }

    private static HttpAnswer signIn(int node, String name, String password) throws IOException {
        HttpAnswer page = send(node, "GET", "/redeem/sign-in", Map.of(), null);
        return send(
                node,
                "POST",
                "/redeem/sign-in",
                Map.of("Cookie", cookies(page), "Origin", cluster.node(node).baseUrl()),
                Map.of(
                        "csrf",
                        page.body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1"),
                        "name",
                        name,
                        "password",
                        password));
    }

    private static String cookies(HttpAnswer answer) {
        return String.join(
                "; ", answer.setCookies().stream().map(set -> set.split(";")[0]).toList());
    }

    private static HttpAnswer get(int node, String path, Credentials player) throws IOException {
        return send(node, "GET", path, Map.of("Cookie", player.cookie()), null);
    }

    private static HttpAnswer post(int node, String path, Credentials player, Map<String, String> form)
            throws IOException {
        return send(
                node,
                "POST",
                path,
                Map.of("Cookie", player.cookie(), "Origin", cluster.node(node).baseUrl()),
                form);
    }

    private static HttpAnswer send(
            int node, String method, String path, Map<String, String> headers, Map<String, String> form)
            throws IOException {
        String body = form == null
                ? null
                : form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(java.util.stream.Collectors.joining("&"));
        try (HttpConnection line = SharedCluster.line(cluster.node(node))) {
            return line.request(method, path, headers, body);
        }
    }
}
