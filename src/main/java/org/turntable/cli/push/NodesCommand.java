package org.turntable.cli.push;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.push.Node;
import org.turntable.push.NodeFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All nodes in one table. */
@Command(name = "nodes", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Shows every node: version, state, load, Redis, ledger. Exit code 1 when one is away or not ready.")
public final class NodesCommand implements Callable<Integer> {
    private static final String ROW = "%-21s %-12s %-8s %-9s %4s %5s %-6s %-7s %8s %8s%n";

    @Mixin
    private CommonOptions common;
    @Option(names = "--json", description = "Answer as JSON.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    /** A row: what the node said, or why it said nothing. */
    record Row(String address, boolean downAtEdge, Node.Status status, long backlog, String trouble) {
        String state() {
            return status == null ? "away" : status.draining() ? "draining" : status.ready() ? "ready" : "not ready";
        }
    }

    @Override
    public Integer call() {
        List<Row> rows = Nodes.of(common.settings().readPush()).parallelStream().map(NodesCommand::row).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, rows.stream().map(NodesCommand::document).toList());
        } else {
            out.printf(ROW, "node", "version", "release", "state", "cpu", "heap", "redis", "mariadb", "waiting", "backlog");
            rows.forEach(row -> print(out, row));
        }
        out.flush();
        return rows.stream().allMatch(row -> row.state().equals("ready")) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Row row(Node node) {
        try {
            return new Row(node.address().toString(), node.address().down(), node.status(), node.backlog(), null);
        } catch (NodeFailure away) {
            return new Row(node.address().toString(), node.address().down(), null, 0, away.getMessage());
        }
    }

    private static void print(PrintWriter out, Row row) {
        if (row.status() == null) {
            out.printf("%-21s away: %s%n", row.address(), row.trouble());
            return;
        }
        Node.Status status = row.status();
        out.printf(ROW, row.address() + (row.downAtEdge() ? "*" : ""), status.version(), status.deployment().isEmpty() ? "-" : status.deployment(), row.state(),
                percent(status.cpu()), percent(status.heap()), status.redis(), status.mariadb(), status.waiting(), row.backlog());
    }

    private static String percent(double share) {
        return share < 0 ? "?" : Math.round(share * 100) + "%";
    }

    private static Map<String, Object> document(Row row) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("address", row.address());
        document.put("downAtEdge", row.downAtEdge());
        document.put("state", row.state());
        document.put("status", row.status());
        document.put("backlog", row.backlog());
        document.put("trouble", row.trouble());
        return document;
    }
}
