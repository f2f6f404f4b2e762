package org.turntable.tool.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node in nginx's list of nodes.
 *
 * @param host an IP address or a host name
 * @param port 1 to 65535
 * @param down whether nginx sends it no requests ("down")
 */
public record NodeAddress(String host, int port, boolean down) {
    private static final Pattern SERVER =
            Pattern.compile("server\\s+([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})((?:\\s+[a-z_]+(?:=\\S+)?)*)\\s*;");

    /**
     * Reads nginx/hosts/nodes.conf, so that there is only one list of nodes.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if a line is not a server line, or there is no server line
     */
    public static List<NodeAddress> listIn(Path nodesConf) throws IOException {
        List<NodeAddress> nodes = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(nodesConf)) {
            number++;
            String text = line.replaceFirst("#.*", "").strip();
            if (text.isEmpty()) {
                continue;
            }
            Matcher server = SERVER.matcher(text);
            if (!server.matches() || Integer.parseInt(server.group(2)) > 65_535) {
                throw new IllegalArgumentException(
                        nodesConf + ", line " + number + ": not of the form \"server address:port …;\": " + text);
            }
            nodes.add(new NodeAddress(
                    server.group(1),
                    Integer.parseInt(server.group(2)),
                    server.group(3).matches(".*\\bdown\\b.*")));
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException(nodesConf + " has no node");
        }
        return nodes;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
