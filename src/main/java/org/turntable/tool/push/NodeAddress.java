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
 * @param ops address and port of its connector for ops; that for players where the list names none
 */
public record NodeAddress(String host, int port, boolean down, String ops) {
    private static final String AUTHORITY = "([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})";
    private static final Pattern SERVER =
            Pattern.compile("server\\s+" + AUTHORITY + "((?:\\s+[a-z_]+(?:=\\S+)?)*)\\s*;");
    /** What the comment of a node's line says for turntable-ops; nginx has no field for it. */
    private static final String OPS = "ops=";

    private static final Pattern OPS_ADDRESS = Pattern.compile(AUTHORITY);

    /** A node whose list names no connector for ops: one with a server.xml from before. */
    public NodeAddress(String host, int port, boolean down) {
        this(host, port, down, host + ":" + port);
    }

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
            String comment =
                    line.contains("#") ? line.substring(line.indexOf('#') + 1).strip() : "";
            if (comment.startsWith(OPS) && !isAuthority(comment.substring(OPS.length()))) {
                throw new IllegalArgumentException(
                        nodesConf + ", line " + number + ": not of the form \"# ops=address:port\": " + comment);
            }
            String players = server.group(1) + ":" + server.group(2);
            nodes.add(new NodeAddress(
                    server.group(1),
                    Integer.parseInt(server.group(2)),
                    server.group(3).matches(".*\\bdown\\b.*"),
                    comment.startsWith(OPS) ? comment.substring(OPS.length()) : players));
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException(nodesConf + " has no node");
        }
        return nodes;
    }

    private static boolean isAuthority(String text) {
        Matcher authority = OPS_ADDRESS.matcher(text);
        return authority.matches() && Integer.parseInt(authority.group(2)) <= 65_535;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
