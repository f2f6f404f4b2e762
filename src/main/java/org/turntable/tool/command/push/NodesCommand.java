package org.turntable.tool.command.push;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.push.NodeException;
import org.turntable.tool.push.PushTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows all nodes in one table. */
@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Shows every node: version, state, load, Redis, ledger. Exit code 1 if a node is unreachable or "
                + "not ready.")
public final class NodesCommand implements Callable<Integer> {
    private static final String ROW = "%-21s %-12s %-8s %-9s %4s %5s %-6s %-7s %8s %8s%n";

    @Mixin
    private CommonOptions common;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** A row: the status of the node, or the reason why it is missing. */
    record Row(String address, boolean downAtEdge, PushTarget.Status status, long backlog, String error) {
        String state() {
            return status == null ? "away" : status.draining() ? "draining" : status.ready() ? "ready" : "not ready";
        }
    }

    @Override
    public Integer call() {
        List<Row> rows = NodeParts.of(common.settings().readPush()).parallelStream()
                .map(NodesCommand::row)
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, rows.stream().map(NodesCommand::document).toList());
        } else {
            out.printf(
                    ROW, "node", "version", "release", "state", "cpu", "heap", "redis", "mariadb", "waiting",
                    "backlog");
            rows.forEach(row -> print(out, row));
        }
        out.flush();
        return rows.stream().allMatch(row -> row.state().equals("ready")) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Row row(PushTarget node) {
        try {
            return new Row(node.address().toString(), node.address().down(), node.status(), node.backlog(), null);
        } catch (NodeException failed) {
            return new Row(node.address().toString(), node.address().down(), null, 0, failed.getMessage());
        }
    }

    private static void print(PrintWriter out, Row row) {
        if (row.status() == null) {
            out.printf("%-21s away: %s%n", row.address(), row.error());
            return;
        }
        PushTarget.Status status = row.status();
        out.printf(
                ROW,
                row.address() + (row.downAtEdge() ? "*" : ""),
                status.version(),
                status.deployment().isEmpty() ? "-" : status.deployment(),
                row.state(),
                percent(status.cpu()),
                percent(status.heap()),
                status.redis(),
                status.mariadb(),
                status.waiting(),
                row.backlog());
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
        document.put("trouble", row.error());
        return document;
    }
}
