package org.turntable.tool.command.preflight;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.config.Settings;
import org.turntable.config.SettingsException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.FindingPrinter;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.line.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the machine on which a node will run. */
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Checks this machine, on which a node will run: JDK, Tomcat, memory, open files, clock, "
                + "disk, time zone, port, kernel. Run it as Tomcat's user, with the environment of its unit, "
                + "while the node is stopped. Exit code 1 if a check failed.")
final class PreflightHostCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "CATALINA_BASE of the node; by default the environment variable.")
    private Path base;

    @Option(
            names = "--no-servers",
            description =
                    "Do not compare clocks with Redis and MariaDB, for which the settings of the node are " + "needed.")
    private boolean noServers;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        List<Finding> findings = new ArrayList<>(new HostMachine(Path.of("/"), environment).check());
        findings.add(HostTomcat.check(environment, base(environment)));
        findings.addAll(HostDisk.check(base(environment), HostMachine.heap(environment)));
        HostPort ports = new HostPort(Path.of("/"));
        findings.add(ports.check(
                "HTTP",
                environment.getOrDefault("TURNTABLE_HTTP_ADDRESS", "127.0.0.1"),
                environment.getOrDefault("TURNTABLE_HTTP_PORT", "8080")));
        findings.add(ports.check(
                "OPS",
                environment.getOrDefault("TURNTABLE_OPS_ADDRESS", "127.0.0.1"),
                environment.getOrDefault("TURNTABLE_OPS_PORT", "8090")));
        findings.add(Finding.ok("time zone " + ZoneId.systemDefault() + "; any is fine"));
        findings.addAll(clocks());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, FindingPrinter.documents(findings));
        } else {
            FindingPrinter.print(out, findings);
            out.println(FindingPrinter.summary(findings));
        }
        out.flush();
        return findings.stream().anyMatch(Finding::isFailed) ? ExitCode.FAILED : ExitCode.OK;
    }

    private Path base(Map<String, String> environment) {
        return base != null
                ? base
                : environment.containsKey("CATALINA_BASE") ? Path.of(environment.get("CATALINA_BASE")) : null;
    }

    private List<Finding> clocks() {
        if (noServers) {
            return List.of(Finding.warning("clock not compared", "run it without --no-servers"));
        }
        try {
            Settings settings = common.settings().read();
            return new HostClock(Clock.systemUTC()).check(settings);
        } catch (SettingsException unfit) {
            // A node would not start with these settings.
            return List.of(Finding.failed("settings are invalid", unfit.getMessage()));
        }
    }
}
