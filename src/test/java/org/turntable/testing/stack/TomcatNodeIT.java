package org.turntable.testing.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The nodes and the edge with a WAR that holds two files, so that what is tested here is the configuration alone. */
class TomcatNodeIT {
    private static Workspace workspace;
    private static TomcatNode node;

    @BeforeAll
    static void startNode() throws IOException {
        workspace = Workspace.temporary("tomcat-it");
        Path war = workspace.path().resolve("tiny.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (Map.Entry<String, String> file : Map.of(
                            "readyz",
                            "ready",
                            "hello.txt",
                            "hello",
                            "WEB-INF/web.xml",
                            "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\" "
                                    + "metadata-complete=\"true\"/>")
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        node = new TomcatNode("node-1", workspace.path()).war(war, "ROOT.war").heap("128m");
        node.start();
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.close();
        }
        workspace.close();
    }

    @Test
    void aKilledNodeStartsAgainOnItsPort() {
        int port = node.port();
        node.kill9();
        assertEquals(-1, node.status("/hello.txt"));
        node.start();
        assertEquals(port, node.port());
        assertEquals(200, node.status("/hello.txt"));
    }

    @Test
    void aSuspendedNodeDoesNotAnswerAndGoesOnAfterwards() {
        node.suspend();
        try {
            assertFalse(node.isReady());
        } finally {
            node.resume();
        }
        Await.until("the node answers again", Duration.ofMinutes(1), node::isReady);
    }

    @Test
    void aFailedStartShowsTheEndOfTheLogAndNotATimeout() {
        TomcatNode broken = new TomcatNode("broken", workspace.path())
                .war(workspace.path().resolve("tiny.war"), "ROOT.war")
                .environment("JAVA_OPTS", "-XX:NoSuchOption");
        IllegalStateException failure = assertThrows(IllegalStateException.class, broken::start);
        assertTrue(failure.getMessage().contains("NoSuchOption"), failure.getMessage());
    }

    @Test
    void anErrorOfTomcatsOwnShowsNoVersion() throws Exception {
        HttpResponse<String> answer = send(node.baseUrl(), "/missing", "GET", "*/*");
        assertEquals(404, answer.statusCode());
        assertFalse((answer.headers().map() + answer.body()).contains("Tomcat"), answer.body());
    }

    @Test
    void theEdgeHidesHealthAndShowsItsOwnPageWhileNoNodeAnswers() throws Exception {
        Installed.nginx();
        try (NginxEdge edge = new NginxEdge(Installed.nginx(), workspace.path(), Ports.free()).start(List.of(node))) {
            assertEquals(
                    "hello", send(edge.baseUrl(), "/hello.txt", "GET", "*/*").body());
            for (String hidden : List.of("/readyz", "/%6detrics", "/edge/busy", "/edge/refused")) {
                assertEquals(404, send(edge.baseUrl(), hidden, "GET", "*/*").statusCode(), hidden);
            }
            for (String refused : List.of("//livez", "/hello.txt;x")) {
                assertEquals(400, send(edge.baseUrl(), refused, "GET", "*/*").statusCode(), refused);
            }
            node.kill9();
            try {
                HttpResponse<String> page = send(edge.baseUrl(), "/hello.txt", "GET", "text/html");
                assertEquals(503, page.statusCode());
                assertTrue(page.body().contains("马上回来"));
                HttpResponse<String> draw = send(edge.baseUrl(), "/c/x/draws", "POST", "application/json");
                assertEquals(503, draw.statusCode());
                assertTrue(draw.body().startsWith("{\"status\":\"busy\""), draw.body());
            } finally {
                node.start();
            }
        }
    }

    private static HttpResponse<String> send(String base, String path, String method, String accept) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(base + path))
                                .timeout(Duration.ofSeconds(10))
                                .header("Accept", accept)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
