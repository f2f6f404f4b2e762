package org.turntable.cli.push;

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
import org.turntable.app.Settings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.mariadb.MariaDbPushRecords;
import org.turntable.push.Node;
import org.turntable.push.NodeFailure;
import org.turntable.push.PushGuard;
import org.turntable.push.PushRecords;
import org.turntable.push.WarFile;
import picocli.CommandLine.Model.CommandSpec;

/** The beginning of a push: looks at the nodes, asks the guard, keeps the WAR, and lets a process of its own go on. */
final class PushStart {
    private final CommonOptions common;
    private final Settings.Push settings;
    private final PrintWriter out;
    private final Class<?> main;

    PushStart(CommonOptions common, Settings.Push settings, CommandSpec spec) {
        this.common = common;
        this.settings = settings;
        this.out = spec.commandLine().getOut();
        this.main = spec.root().userObject().getClass();
    }

    int of(WarFile war, Properties plan, boolean migrate, boolean dryRun, boolean detach) {
        PushFolder folder = new PushFolder(settings.folder());
        folder.pushes().stream().filter(folder::isRunning).findFirst().ifPresent(other -> {
            throw new CommandFailure("push " + other + " by " + folder.plan(other).getProperty("by") + " is running; watch it, or stop it first");
        });
        List<Node> nodes = Nodes.of(settings);
        List<Node.Status> answering = new ArrayList<>();
        List<String> deployed = new ArrayList<>();
        int away = look(nodes, answering, deployed);
        if (answering.isEmpty()) {
            throw new CommandFailure("no node answers; nothing was changed");
        }
        if (away >= Integer.parseInt(plan.getProperty("max-unavailable"))) {
            throw new CommandFailure(away + " of " + nodes.size() + " nodes are away, and --max-unavailable is " + plan.getProperty("max-unavailable")
                    + "; nothing was changed");
        }
        String warnings = String.join("; ", warnings(answering));
        if (!warnings.isEmpty()) {
            out.println("The guard: " + warnings + ".");
            if (plan.getProperty("reason") == null && !dryRun) {
                throw new CommandFailure("not pushed: " + warnings + ". Push past it with --anyway \"reason\"");
            }
            plan.setProperty("warnings", warnings.substring(0, Math.min(1_000, warnings.length())));
        }
        if (dryRun) {
            out.println("Would push " + war.version() + " to " + answering.size() + " nodes" + (migrate ? ", after the migrations" : "") + "; nothing was changed.");
            return ExitCode.OK;
        }
        plan.setProperty("version", war.version());
        plan.setProperty("migrate", Boolean.toString(migrate));
        String release = folder.keep(war, deployed.stream());
        folder.plan(release, plan);
        detached(folder, release);
        out.println("Push " + release + " of " + war.version() + " goes on by itself: turntable-ops push watch " + release);
        out.flush();
        return detach ? ExitCode.OK : PushWatch.until(folder, release, out);
    }

    private int look(List<Node> nodes, List<Node.Status> answering, List<String> deployed) {
        int away = 0;
        for (Node node : nodes) {
            try {
                answering.add(node.status());
                node.deployments().forEach(there -> deployed.add(there.version()));
            } catch (NodeFailure gone) {
                away++;
                out.println(node.address() + ": " + gone.getMessage());
            }
        }
        return away;
    }

    private List<String> warnings(List<Node.Status> answering) {
        try (Database database = new Database(common.settings().readDatabase())) {
            PushRecords records = new MariaDbPushRecords(database.pool());
            return new PushGuard(records, settings.waveMargin(), settings.mostCpu()).warnings(answering, Clock.systemUTC().instant());
        }
    }

    /** In a session of its own, so that the end of this terminal is nothing to it. */
    void detached(PushFolder folder, String release) {
        List<String> command = new ArrayList<>();
        setsid().ifPresent(tool -> command.add(tool.toString()));
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8", main.getName(), "push", "run", release));
        common.file().ifPresent(config -> command.addAll(List.of("--config", config.toAbsolutePath().toString())));
        ProcessBuilder process = new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.of(release).resolve("log").toFile()));
        // Absolute, because a class path may be relative to where this was called.
        process.environment().put("CLASSPATH", String.join(File.pathSeparator, Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).toList()));
        try {
            folder.write(release, "pid", Long.toString(process.start().pid()));
        } catch (IOException failed) {
            throw new CommandFailure("the push could not be started: " + failed.getMessage(), failed);
        }
    }

    private static Optional<Path> setsid() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
