package org.turntable.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node as the edge's own list names it.
 *
 * @param host an address or a name
 * @param port 1 to 65535
 * @param down whether its line says that it takes no players
 */
public record NodeAddress(String host, int port, boolean down) {
    private static final Pattern LINE = Pattern.compile("server\\s+([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})((?:\\s+[a-z_]+(?:=\\S+)?)*)\\s*;");

    /**
     * Reads nginx/hosts/nodes.conf, so that there is one list of nodes and not two.
     *
     * @throws IOException              when it cannot be read
     * @throws IllegalArgumentException when a line is none of a server, or there is none
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
            Matcher server = LINE.matcher(text);
            if (!server.matches() || Integer.parseInt(server.group(2)) > 65_535) {
                throw new IllegalArgumentException(nodesConf + ", line " + number + ": is not \"server address:port …;\": " + text);
            }
            nodes.add(new NodeAddress(server.group(1), Integer.parseInt(server.group(2)), server.group(3).matches(".*\\bdown\\b.*")));
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException(nodesConf + " names no node");
        }
        return nodes;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
