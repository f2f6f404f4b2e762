package org.turntable.tool.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.stack.ProjectFiles;

class NodeAddressTest {
    @TempDir
    private Path folder;

    @Test
    void nginxsListIsRead() throws IOException {
        assertEquals(
                List.of(
                        new NodeAddress("10.0.0.1", 8080, false),
                        new NodeAddress("node-2.lan", 80, true),
                        new NodeAddress("[fd00::3]", 8080, false, "[fd00::3]:8090")),
                NodeAddress.listIn(file("""
                        # The nodes.
                        server 10.0.0.1:8080 max_fails=2 fail_timeout=5s;

                          server  node-2.lan:80  down ; # being repaired
                        server [fd00::3]:8080; # ops=[fd00::3]:8090
                        """)));
    }

    @Test
    void theShippedListIsRead() throws IOException {
        assertEquals(
                2,
                NodeAddress.listIn(ProjectFiles.file("nginx/hosts/nodes.conf")).size());
    }

    @Test
    void aNodeWithoutAConnectorForOpsIsAskedWhereItServesPlayers() throws IOException {
        assertEquals(
                List.of("10.0.0.1:8080", "10.0.0.2:8090"),
                NodeAddress.listIn(file("""
                        server 10.0.0.1:8080; # rack 3, ops=elsewhere
                        server 10.0.0.2:8080; #ops=10.0.0.2:8090
                        """)).stream().map(NodeAddress::ops).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1:8080",
                "server 10.0.0.1:8080",
                "server 10.0.0.1;",
                "server 10.0.0.1:99999;",
                "server 10.0.0.1/x:80;",
                "server 10.0.0.1:80; # ops=10.0.0.1",
                "server 10.0.0.1:80; # ops=10.0.0.1:99999",
                "server 10.0.0.1:80; # ops=10.0.0.1:8090/x",
                "upstream x {"
            })
    void aLineThatIsNotAServerIsReportedWithItsNumber(String line) throws IOException {
        Path list = file("# nodes\n" + line + "\n");
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> NodeAddress.listIn(list));
        assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
    }

    @Test
    void anEmptyListIsRefused() throws IOException {
        Path list = file("# none\n");
        assertThrows(IllegalArgumentException.class, () -> NodeAddress.listIn(list));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("nodes.conf"), content);
    }
}
