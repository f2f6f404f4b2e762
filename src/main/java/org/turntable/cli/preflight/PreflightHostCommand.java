package org.turntable.cli.preflight;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.app.Settings;
import org.turntable.app.SettingsException;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.FindingText;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.entry.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at the machine on which a node is to run. */
@Command(name = "host", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Looks at this machine, on which a node is to run: JDK, memory, open files, clock, disk, time zone, port, kernel. Run it as Tomcat's "
                + "user, with the environment of its unit, while the node is stopped. Exit code 1 when anything failed.")
final class PreflightHostCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;
    @Option(names = "--base", paramLabel = "DIR", description = "The node's CATALINA_BASE; by default the one of the environment.")
    private Path base;
    @Option(names = "--no-servers", description = "Do not compare clocks with Redis and MariaDB, which needs the node's settings.")
    private boolean alone;
    @Option(names = "--json", description = "Answer as JSON.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        List<Finding> findings = new ArrayList<>(new HostMachine(Path.of("/"), environment).look());
        findings.addAll(HostDisk.look(base(environment), HostMachine.heap(environment)));
        findings.add(new HostPort(Path.of("/")).look(environment.getOrDefault("TURNTABLE_HTTP_ADDRESS", "127.0.0.1"),
                environment.getOrDefault("TURNTABLE_HTTP_PORT", "8080")));
        findings.add(Finding.ok("time zone " + ZoneId.systemDefault() + "; any will do"));
        findings.addAll(clocks());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, FindingText.documents(findings));
        } else {
            FindingText.print(out, findings);
            out.println(FindingText.sum(findings));
        }
        out.flush();
        return findings.stream().anyMatch(Finding::isFailed) ? ExitCode.FAILED : ExitCode.OK;
    }

    private Path base(Map<String, String> environment) {
        return base != null ? base : environment.containsKey("CATALINA_BASE") ? Path.of(environment.get("CATALINA_BASE")) : null;
    }

    private List<Finding> clocks() {
        if (alone) {
            return List.of(Finding.warning("clock not compared", "without --no-servers it is, with Redis and MariaDB"));
        }
        try {
            Settings settings = common.settings().read();
            return new HostClock(Clock.systemUTC()).look(settings);
        } catch (SettingsException unfit) {
            // A node with them would not start either.
            return List.of(Finding.failed("settings do not fit", unfit.getMessage()));
        }
    }
}
