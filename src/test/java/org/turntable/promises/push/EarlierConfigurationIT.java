package org.turntable.promises.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.EarlierWar;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.TomcatNode;

/**
 * The present WAR on the tomcat-conf of an earlier commit, which has no connector for ops: what is for ops is closed to
 * everybody but the bastion, through the edge and without it, and the node can still be pushed to.
 */
@Tag("load")
class EarlierConfigurationIT {
    private static final String COMMIT = "d6879ff51fbe3f4b709344bbbe7d7e15bd4f1993";
    private static final Duration PUSH = Duration.ofMinutes(8);

    @Test
    void theWarFailsClosedOnAServerXmlFromBeforeAndCanStillBePushedTo() throws IOException {
        Installed.nginx();
        try (Cluster cluster = Cluster.builder()
                .tomcats(1)
                .nginx()
                .heap("256m")
                .setting("push.cpu.most", "100")
                .configurationWithoutOpsConnector(EarlierWar.configuration(COMMIT))
                .start()) {
            TomcatNode node = cluster.node(0);
            assertEquals(-1, node.opsStatus("/readyz"), "there is no connector for ops");
            Map<String, String> token =
                    Map.of("Authorization", "Bearer " + cluster.settings().get("ops.token"));
            Map<String, String> throughAnEdge = new HashMap<>(token);
            throughAnEdge.put("X-Forwarded-Proto", "http");
            for (String path : List.of("/livez", "/readyz", "/metrics", "/status")) {
                assertEquals(404, node.status(path), path);
                assertEquals(404, ask(node.port(), path, throughAnEdge), path);
                assertEquals(404, ask(cluster.edge().orElseThrow().port(), path, token), path);
                assertEquals(200, ask(node.port(), path, token), path);
            }
            Path war = ModifiedWars.version(cluster.folder(), "2.0.0");
            OpsTool.Outcome begun = tool(cluster, "push", "start", war.toString(), "--by", "Wang", "--detach");
            assertEquals(0, begun.exitCode(), begun.output());
            String release = tool(cluster, "push", "list")
                    .output()
                    .lines()
                    .filter(line -> line.matches("\\d{6} .*"))
                    .map(line -> line.substring(0, 6))
                    .findFirst()
                    .orElseThrow();
            Path push = Path.of(cluster.settings().get("push.folder")).resolve(release);
            Await.until("the push ends", PUSH, () -> Files.exists(push.resolve("end")));
            assertEquals("DONE", Files.readString(push.resolve("end")), () -> log(push));
            OpsTool.Outcome table = tool(cluster, "nodes");
            assertEquals(0, table.exitCode(), table.output());
            assertTrue(table.output().contains("2.0.0"), table.output());
        }
    }

    private static int ask(int port, String path, Map<String, String> headers) throws IOException {
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", port, Duration.ofSeconds(2), Duration.ofSeconds(20))) {
            return line.request("GET", path, headers, null).status();
        }
    }

    private static OpsTool.Outcome tool(Cluster cluster, String... arguments) {
        return OpsTool.attempt(cluster.settingsFile(), arguments);
    }

    private static String log(Path push) {
        try {
            return Files.readString(push.resolve("log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
