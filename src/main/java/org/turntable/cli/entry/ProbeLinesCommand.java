package org.turntable.cli.entry;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.turntable.app.Settings;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.FindingText;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.entry.EntryLine;
import org.turntable.entry.Finding;
import org.turntable.entry.SshProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Each address of each line, and the second way in, as seen from this machine. */
@Command(name = "probe-lines", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Asks each address of each entry line for the players' pages, by address and not by name, and looks at the second way in for ops. "
                + "Run it outside of the house: from a telephone's network, say. Exit code 1 when anything failed.")
public final class ProbeLinesCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;
    @Option(names = "--json", description = "Answer as JSON.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    /** One address with what was found there. */
    private record Row(String line, String address, List<Finding> findings) {
        Map<String, Object> document() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("line", line);
            document.put("address", address);
            document.put("serves", findings.stream().noneMatch(Finding::isFailed));
            document.put("findings", FindingText.documents(findings));
            return document;
        }
    }

    @Override
    public Integer call() {
        Settings.Lines settings = common.settings().readLines();
        List<Row> rows = new ArrayList<>();
        for (EntryLine line : Lines.of(settings)) {
            Lines.look(settings, line).forEach((address, findings) -> rows.add(new Row(line.name(), address, findings.stream().anyMatch(Finding::isFailed)
                    ? findings : Stream.concat(findings.stream(), Stream.of(Lines.closed(settings, address))).toList())));
        }
        SshProbe ssh = Lines.sshProbe(settings);
        rows.addAll(settings.ops().parallelStream()
                .map(way -> new Row("ops", way.toString(), ssh.look(way.host().replaceAll("[\\[\\]]", ""), way.port()))).toList());
        settings.console().ifPresent(origin -> rows.add(new Row("console", origin, Lines.console(settings, origin))));
        if (settings.ops().isEmpty()) {
            rows.add(new Row("ops", "-", List.of(Finding.warning("no second way in is named", "give it in lines.ops"))));
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> all = rows.stream().flatMap(row -> row.findings().stream()).toList();
        if (json) {
            Json.print(out, rows.stream().map(Row::document).toList());
        } else {
            rows.forEach(row -> {
                out.println(row.line() + "  " + row.address());
                FindingText.print(out, row.findings());
            });
            out.println(FindingText.sum(all));
        }
        out.flush();
        return all.stream().anyMatch(Finding::isFailed) ? ExitCode.FAILED : ExitCode.OK;
    }
}
