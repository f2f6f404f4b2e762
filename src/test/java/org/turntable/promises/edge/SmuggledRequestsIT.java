package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SharedEdgeCluster;

/** No byte of a body is taken for a request by a node, whatever the edge asks beside it. */
class SmuggledRequestsIT {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    /** What the edge may send; a head that is cut off, or made of a body, is none of these. */
    private static final String OURS =
            "(?s)(?:GET|POST) /(?:c/spring(?:/draws|/name\\?lang=(?:zh|en))?)? HTTP/1\\.1\r\n.*";

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static Workspace workspace;

    @BeforeAll
    static void prepare() {
        Installed.nginx();
        workspace = Workspace.temporary("smuggling");
    }

    @AfterAll
    static void remove() {
        if (workspace != null) {
            workspace.close();
        }
    }

    @Test
    void aPostToAPageIsNotCutIntoRequestsByTheQuestionForItsName() throws IOException {
        try (StrictNode node = new StrictNode();
                NginxEdge edge = edge(node)) {
            for (int length : IntStream.rangeClosed(1, 60).toArray()) {
                // The one poisons, if anything does; the other has the bytes that would then be read as a request.
                post(edge, "/c/spring", "", "x".repeat(length * 10));
                post(edge, "/c/spring/draws", "", SMUGGLED.repeat(20));
            }
            assertSound(node, 60);
        }
    }

    @Test
    void aPostThatComesInPiecesIsNotEither() throws IOException {
        try (StrictNode node = new StrictNode();
                NginxEdge edge = edge(node)) {
            for (int i = 0; i < 30; i++) {
                RawRequest.send(
                        edge.baseUrl(),
                        null,
                        "POST /c/spring HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                                + Integer.toHexString(SMUGGLED.length()) + "\r\n" + SMUGGLED + "\r\n0\r\n\r\n");
            }
            assertSound(node, 30);
        }
    }

    /** The page of a limit asks for the campaign's name as part of a post that was not passed on. */
    @Test
    void norIsAPostThatALimitRefused() throws IOException {
        try (StrictNode node = new StrictNode();
                NginxEdge edge = edge(node)) {
            int refused = 0;
            for (int i = 0; i < 150; i++) {
                String answer = post(edge, "/c/spring/draws", "Cookie: tt_id=machine\r\n", SMUGGLED.repeat(1 + i % 9));
                refused += RawRequest.status(answer) == 429 ? 1 : 0;
            }
            assertTrue(refused > 20, refused + " were refused");
            assertSound(node, 30);
        }
    }

    /** The same at the real nodes: a request that is read as a body gets no answer, or another's. */
    @Test
    void playersAtRealNodesGetTheirOwnAnswersMeanwhile() throws IOException {
        Cluster cluster = SharedEdgeCluster.whole();
        Path folder = Files.createDirectory(workspace.path().resolve("edge-of-players"));
        // An edge of its own, which has no name yet and asks for each.
        try (NginxEdge edge = new NginxEdge(Installed.nginx(), folder, Ports.free()).start(cluster.nodes())) {
            String page = "/c/" + SharedEdgeCluster.SLUG;
            for (String path : List.of("/", page)) {
                post(edge, path, "", "x".repeat(150));
            }
            for (int i = 0; i < 40; i++) {
                // 503: on a busy machine the edge may have set both nodes aside for a moment.
                Await.until("the page is served", LIMIT, () -> {
                    String answer = RawRequest.get(edge.baseUrl(), null, page, "127.0.0.1");
                    assertTrue(Set.of(200, 503).contains(RawRequest.status(answer)), answer);
                    return RawRequest.status(answer) == 200;
                });
            }
        }
    }

    private static NginxEdge edge(StrictNode node) throws IOException {
        Path folder = Files.createDirectory(workspace.path().resolve("edge-" + node.port()));
        return new NginxEdge(Installed.nginx(), folder, Ports.free()).startPorts(List.of(node.port()));
    }

    private static String post(NginxEdge edge, String path, String header, String body) throws IOException {
        return RawRequest.send(
                edge.baseUrl(), null, head(path, header) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static String head(String path, String header) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n" + header + "Connection: close\r\n";
    }

    private static void assertSound(StrictNode node, int least) {
        List<String> heads = node.heads();
        assertTrue(heads.size() >= least, () -> "only " + heads.size() + " requests");
        assertTrue(heads.stream().anyMatch(head -> head.contains("/name?lang=")), "no name was asked for");
        for (String head : heads) {
            assertTrue(head.matches(OURS), () -> "this came to the node as a request: " + head);
            assertEquals(
                    head.startsWith("POST "),
                    head.toLowerCase().contains("\r\ncontent-length: "),
                    () -> "a body was promised: " + head);
            assertFalse(head.toLowerCase().contains("\r\ntransfer-encoding:"), head);
        }
    }
}
