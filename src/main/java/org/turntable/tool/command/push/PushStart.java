package org.turntable.tool.command.push;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.turntable.config.PushSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.mariadb.push.MariaDbPushRecords;
import org.turntable.tool.push.NodeException;
import org.turntable.tool.push.PushGuard;
import org.turntable.tool.push.PushRecords;
import org.turntable.tool.push.PushTarget;
import org.turntable.tool.push.WarFile;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Starts a push: checks the nodes and the warnings, stores the WAR, and starts a separate process that runs the push.
 */
final class PushStart {
    private final CommonOptions common;
    private final PushSettings settings;
    private final PrintWriter out;
    private final Class<?> main;

    PushStart(CommonOptions common, PushSettings settings, CommandSpec spec) {
        this.common = common;
        this.settings = settings;
        this.out = spec.commandLine().getOut();
        this.main = spec.root().userObject().getClass();
    }

    int start(WarFile war, Properties plan, boolean migrate, boolean dryRun, boolean detach) {
        PushStore store = new PushStore(settings.folder());
        store.pushes().stream().filter(store::isRunning).findFirst().ifPresent(other -> {
            throw new CommandException("push " + other + " by "
                    + store.plan(other).getProperty("by") + " is running; use push watch, or push stop first");
        });
        List<PushTarget> nodes = NodeParts.of(settings);
        List<PushTarget.Status> answering = new ArrayList<>();
        List<String> deployed = new ArrayList<>();
        int unreachable = checkNodes(nodes, answering, deployed);
        if (answering.isEmpty()) {
            throw new CommandException("no node answers; nothing was changed");
        }
        if (unreachable >= Integer.parseInt(plan.getProperty("max-unavailable"))) {
            throw new CommandException(unreachable + " of " + nodes.size() + " nodes are unreachable, and "
                    + "--max-unavailable is "
                    + plan.getProperty("max-unavailable") + "; nothing was changed");
        }
        String warnings = String.join("; ", warnings(answering));
        if (!warnings.isEmpty()) {
            out.println("Warning: " + warnings + ".");
            if (plan.getProperty("reason") == null && !dryRun) {
                throw new CommandException("not pushed: " + warnings + ". Use --anyway \"reason\"");
            }
            plan.setProperty("warnings", warnings.substring(0, Math.min(1_000, warnings.length())));
        }
        if (dryRun) {
            out.println("Would push " + war.version() + " to " + answering.size() + " nodes"
                    + (migrate ? ", after the migrations" : "") + "; nothing was changed.");
            return ExitCode.OK;
        }
        plan.setProperty("version", war.version());
        plan.setProperty("migrate", Boolean.toString(migrate));
        String release = store.keep(war, deployed.stream());
        store.plan(release, plan);
        startProcess(store, release);
        out.println("Push " + release + " of " + war.version() + " was started; follow it with: turntable-ops push "
                + "watch " + release);
        out.flush();
        return detach ? ExitCode.OK : PushFollower.until(store, release, out);
    }

    private int checkNodes(List<PushTarget> nodes, List<PushTarget.Status> answering, List<String> deployed) {
        int unreachable = 0;
        for (PushTarget node : nodes) {
            try {
                answering.add(node.status());
                node.deployments().forEach(there -> deployed.add(there.version()));
            } catch (NodeException gone) {
                unreachable++;
                out.println(node.address() + ": " + gone.getMessage());
            }
        }
        return unreachable;
    }

    private List<String> warnings(List<PushTarget.Status> answering) {
        try (ToolDatabase database = new ToolDatabase(common.settings().readDatabase())) {
            PushRecords records = new MariaDbPushRecords(database.pool());
            return new PushGuard(records, settings.waveMargin(), settings.mostCpu())
                    .warnings(answering, Clock.systemUTC().instant());
        }
    }

    /** Starts the push in a session of its own, so that it continues when this terminal closes. */
    void startProcess(PushStore store, String release) {
        List<String> command = new ArrayList<>();
        setsid().ifPresent(tool -> command.add(tool.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                main.getName(),
                "push",
                "run",
                release));
        common.file()
                .ifPresent(config -> command.addAll(
                        List.of("--config", config.toAbsolutePath().toString())));
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        store.of(release).resolve("log").toFile()));
        // Absolute paths, because the class path may be relative to the current directory.
        process.environment()
                .put(
                        "CLASSPATH",
                        String.join(
                                File.pathSeparator,
                                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                        .map(entry ->
                                                Path.of(entry).toAbsolutePath().toString())
                                        .toList()));
        try {
            store.write(release, "pid", Long.toString(process.start().pid()));
        } catch (IOException failed) {
            throw new CommandException("the push could not be started: " + failed.getMessage(), failed);
        }
    }

    private static Optional<Path> setsid() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
