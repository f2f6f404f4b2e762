package org.turntable.tool.command.line;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.turntable.config.LineSettings;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.FindingPrinter;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.line.EntryLine;
import org.turntable.tool.line.Finding;
import org.turntable.tool.line.SshProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Probes each address of each entry line and the SSH access for ops from this machine. */
@Command(
        name = "probe-lines",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Requests the players' pages from each address of each entry line, without DNS, and "
                + "checks the SSH access for ops. Run it from outside of the private network, for example over "
                + "a mobile network. Exit code 1 if a check failed.")
public final class ProbeLinesCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--json", description = "Answer as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** One address with its findings. */
    private record Row(String line, String address, List<Finding> findings) {
        Map<String, Object> document() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("line", line);
            document.put("address", address);
            document.put("serves", findings.stream().noneMatch(Finding::isFailed));
            document.put("findings", FindingPrinter.documents(findings));
            return document;
        }
    }

    @Override
    public Integer call() {
        LineSettings settings = common.settings().readLines();
        List<Row> rows = new ArrayList<>();
        for (EntryLine line : LineParts.of(settings)) {
            LineParts.probeAddresses(settings, line)
                    .forEach((address, findings) -> rows.add(new Row(
                            line.name(),
                            address,
                            findings.stream().anyMatch(Finding::isFailed)
                                    ? findings
                                    : Stream.concat(
                                                    findings.stream(),
                                                    Stream.of(LineParts.closedPaths(settings, address)))
                                            .toList())));
        }
        SshProbe ssh = LineParts.sshProbe(settings);
        rows.addAll(settings.ops().parallelStream()
                .map(server -> new Row(
                        "ops", server.toString(), ssh.probe(server.host().replaceAll("[\\[\\]]", ""), server.port())))
                .toList());
        settings.console()
                .ifPresent(origin -> rows.add(new Row("console", origin, LineParts.console(settings, origin))));
        if (settings.ops().isEmpty()) {
            rows.add(new Row("ops", "-", List.of(Finding.warning("no SSH access for ops is set", "set lines.ops"))));
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> all =
                rows.stream().flatMap(row -> row.findings().stream()).toList();
        if (json) {
            Json.print(out, rows.stream().map(Row::document).toList());
        } else {
            rows.forEach(row -> {
                out.println(row.line() + "  " + row.address());
                FindingPrinter.print(out, row.findings());
            });
            out.println(FindingPrinter.summary(all));
        }
        out.flush();
        return all.stream().anyMatch(Finding::isFailed) ? ExitCode.FAILED : ExitCode.OK;
    }
}
