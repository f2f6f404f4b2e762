package org.turntable.promises.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.LoggedSecrets;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/** What Tomcat and the application write of requests that carry a secret, also of those that cannot be read. */
class NodeLogsIT {
    private static final String SLUG = "logged-nodes";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String CODE = LoggedSecrets.registerCode("173V-7Q2M-4KXC");
    private static final String PHONE = LoggedSecrets.register("13755550123");
    private static TomcatNode node;
    private static Credentials player;

    @BeforeAll
    static void start() {
        SharedCluster.open(SampleCampaigns.onePrize(SLUG, 1, 0, 5, 5));
        node = SharedCluster.whole().node(0);
        player = SharedCluster.credentials(SharedCluster.whole(), "logged");
    }

    @Test
    void aCodeInTheAddressIsInNoLogOfTheNode() throws IOException {
        String prizes = "/c/" + SLUG + "/prizes/1/";
        for (String path : List.of(
                prizes + "code/" + CODE,
                prizes + "code/" + CODE + "?code=" + CODE,
                prizes + "code;a=b/" + CODE,
                prizes + "c%6fde/" + CODE,
                "/redeem/" + CODE,
                "/assets/" + CODE,
                "/" + CODE)) {
            ask("GET " + path, "Cookie: " + player.cookie() + "\r\nReferer: " + node.baseUrl() + path + "\r\n", "");
            ask("POST " + path, "Content-Length: 0\r\n", "");
        }
        assertNothingIsLogged(CODE);
    }

    @Test
    void aRequestThatTomcatCannotReadIsNotWrittenDown() throws IOException {
        ask("GET /c/x/prizes/1/code/" + CODE + "|", "", "");
        ask("GET /wechat/callback?code=" + CODE + "&state={}", "", "");
        ask("GET /c/" + SLUG, "Cookie: " + player.cookie() + "; broken={\"a\":\"" + CODE + "\"}\r\n", "");
        ask("GET /c/" + SLUG, "Cookie " + CODE + "\r\n", "");
        String form = "detail=" + PHONE + "%ZZ&code=" + CODE + "%";
        ask(
                "POST /c/" + SLUG + "/prizes/1/address",
                "Cookie: " + player.cookie() + "\r\nOrigin: " + node.baseUrl()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n",
                form);
        assertNothingIsLogged(CODE);
        assertNothingIsLogged(PHONE);
        assertNothingIsLogged(player.cookie().replaceAll(".*\\.", ""));
    }

    @Test
    void theAccessLogHasThePathWhereItHoldsNothing() throws IOException {
        ask("GET /c/" + SLUG + "/rules?lang=en", "", "");
        Await.until("it is logged", LIMIT, () -> accessLog().contains("\"/c/" + SLUG + "/rules\""));
        assertFalse(accessLog().contains("lang=en"));
    }

    @Test
    void theManagersAnswersToStrangersSayNothingAboutTheNode() throws IOException {
        for (String path : List.of("/manager/html", "/manager/text/list", "/manager/nothing", "/manager/")) {
            HttpAnswer answer = SharedCluster.line(node).get(path);
            assertTrue(List.of(401, 403, 404).contains(answer.status()), path + " answers " + answer.status());
            for (String hint : List.of("tomcat-users", "conf/", "Tomcat", "manager-gui", "Exception", "Apache")) {
                assertFalse(answer.body().contains(hint), path + " says " + hint + ": " + answer.body());
            }
        }
    }

    @Test
    void theManagerServesThePushAlone() throws IOException {
        String account = "turntable-push:" + SharedCluster.whole().settings().get("manager.password");
        Map<String, String> signedIn = Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)));
        HttpAnswer list = SharedCluster.opsLine(node).request("GET", "/manager/text/list", signedIn, null);
        assertTrue(list.status() == 200 && list.body().startsWith("OK - "), list.body());
        for (String path : List.of("/manager/html", "/manager/status", "/manager/jmxproxy", "/manager/index.jsp")) {
            assertEquals(
                    403,
                    SharedCluster.opsLine(node)
                            .request("GET", path, signedIn, null)
                            .status(),
                    path);
        }
        Await.until("it is in the manager's log", LIMIT, () -> log("manager").contains("/manager/text/list"));
    }

    /** A last request whose line is awaited: then everything before it is written, too. */
    private static void assertNothingIsLogged(String secret) throws IOException {
        String last = "/c/" + SLUG + "/last-" + System.nanoTime();
        ask("GET " + last, "", "");
        Await.until("the access log has all", LIMIT, () -> accessLog().contains(last));
        Await.until(
                "the node's log has all",
                LIMIT,
                () -> Files.readString(node.log()).contains(last));
        List<String> found = new ArrayList<>();
        for (Path file : logs()) {
            Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.contains(secret))
                    .forEach(line -> found.add(file.getFileName() + ": " + line));
        }
        assertEquals(List.of(), found);
    }

    private static List<Path> logs() throws IOException {
        try (Stream<Path> logs = Files.list(node.base().resolve("logs"))) {
            return Stream.concat(Stream.of(node.log()), logs).toList();
        }
    }

    private static String accessLog() throws IOException {
        return log("access");
    }

    private static String log(String name) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : logs()) {
            if (file.getFileName().toString().startsWith(name)) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    /** The line as it stands, which no client's library would send; waits for the first byte of the answer, if any. */
    private static void ask(String line, String headers, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write((line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + headers + "\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertTrue(socket.getInputStream().read() >= 0, "an answer to " + line);
        }
    }
}
