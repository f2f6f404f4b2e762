package org.turntable.tool.command.push;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Properties;
import org.turntable.config.PushSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolCommandLine;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.push.WarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Pushes a WAR to all nodes. The push runs in its own process: it continues when the connection of the person who
 * started it is lost.
 */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Pushes a WAR to all nodes, one after the other, without losing a request. The push "
                + "continues when this connection is lost: watch, stop and resume it from any other.")
public final class PushCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Options of both push start and rollback. */
    static final class PushOptions {
        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
        String by;

        @Option(
                names = "--anyway",
                paramLabel = "REASON",
                description = "Push in spite of warnings, for this reason; recorded together with them.")
        String reason;

        @Option(
                names = "--max-unavailable",
                defaultValue = "1",
                paramLabel = "N",
                description = "Number of unreachable nodes at which the push is rolled back (default: "
                        + "${DEFAULT-VALUE}).")
        int maxUnavailable;

        @Option(names = "--detach", description = "Do not wait for the end.")
        boolean detach;

        Properties plan() {
            Properties plan = new Properties();
            plan.setProperty("by", by);
            plan.setProperty("max-unavailable", Integer.toString(Math.max(1, maxUnavailable)));
            if (reason != null && !reason.isBlank()) {
                plan.setProperty("reason", reason.substring(0, Math.min(200, reason.length())));
            }
            return plan;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: start, watch, stop, resume or list");
    }

    @Command(name = "start", mixinStandardHelpOptions = true, description = "Pushes a WAR.")
    int start(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "WAR") Path file,
            @Mixin PushOptions options,
            @Option(
                            names = "--dry-run",
                            description = "Check the file, the nodes and the warnings, and change " + "nothing.")
                    boolean dryRun) {
        PushSettings settings = common.settings().readPush();
        try {
            return new PushStart(common, settings, spec)
                    .start(WarFile.check(file), options.plan(), true, dryRun, options.detach);
        } catch (IOException unfit) {
            throw new CommandException(unfit.getMessage(), unfit);
        }
    }

    @Command(
            name = "watch",
            mixinStandardHelpOptions = true,
            description = "Shows the log of a push until it ends; by default the latest.")
    int watch(@Mixin CommonOptions common, @Parameters(arity = "0..1", paramLabel = "RELEASE") String release) {
        PushStore store = store(common);
        return PushFollower.until(store, store.named(release), out());
    }

    @Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops a push before its next node.")
    int stop(@Mixin CommonOptions common, @Parameters(arity = "0..1", paramLabel = "RELEASE") String release) {
        PushStore store = store(common);
        String push = store.named(release);
        if (!store.isRunning(push)) {
            throw new CommandException("push " + push + " is not running");
        }
        store.write(push, "stop", "stop\n");
        out().println("Push " + push + " stops before its next node.");
        return PushFollower.until(store, push, out());
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Continues a push that was stopped, or whose process ended unexpectedly.")
    int resume(
            @Mixin CommonOptions common,
            @Parameters(arity = "0..1", paramLabel = "RELEASE") String release,
            @Option(names = "--detach", description = "Do not wait for the end.") boolean detach) {
        PushStore store = store(common);
        String push = store.named(release);
        if (store.isRunning(push)) {
            throw new CommandException("push " + push + " is running; use push watch");
        }
        if (store.end(push).filter("DONE"::equals).isPresent()) {
            throw new CommandException("push " + push + " is done");
        }
        store.remove(push, "stop");
        store.remove(push, "end");
        new PushStart(common, common.settings().readPush(), spec).startProcess(store, push);
        return detach ? ExitCode.OK : PushFollower.until(store, push, out());
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the pushes from this machine.")
    int list(@Mixin CommonOptions common) {
        PushStore store = store(common);
        for (String push : store.pushes()) {
            Properties plan = store.plan(push);
            out().println(push + "  " + plan.getProperty("version") + "  by " + plan.getProperty("by") + "  "
                    + store.end(push)
                            .orElse(
                                    store.isRunning(push)
                                            ? "running"
                                            : "interrupted: push resume " + push + ", or rollback"));
        }
        out().flush();
        return ExitCode.OK;
    }

    @Command(name = "run", hidden = true, description = "Runs the push in this process; started by push start.")
    int run(@Mixin CommonOptions common, @Parameters(paramLabel = "RELEASE") String release) {
        return new PushRun(
                        common,
                        store(common),
                        release,
                        ToolCommandLine.of(spec.root().userObject()))
                .run();
    }

    private static PushStore store(CommonOptions common) {
        return new PushStore(common.settings().readPush().folder());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
