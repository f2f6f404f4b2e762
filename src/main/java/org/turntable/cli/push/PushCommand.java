package org.turntable.cli.push;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Properties;
import org.turntable.app.Settings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolLine;
import org.turntable.cli.common.ToolVersion;
import org.turntable.push.WarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pushes a WAR to all nodes. The push runs by itself: whoever began it may lose his connection and look in again from another. */
@Command(name = "push", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Pushes a WAR to all nodes, one after the other, without losing a request. The push goes on when this connection is lost: "
                + "watch, stop and resume it from any other.")
public final class PushCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** What a push and a rollback ask for alike. */
    static final class Order {
        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who pushes; recorded.")
        String by;
        @Option(names = "--anyway", paramLabel = "REASON", description = "Push past the guard's warnings; recorded with them.")
        String reason;
        @Option(names = "--max-unavailable", defaultValue = "1", paramLabel = "N",
                description = "Nodes that may be away for the push to go on, the one in work included (default: ${DEFAULT-VALUE}).")
        int maxUnavailable;
        @Option(names = "--detach", description = "Do not watch.")
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
    int start(@Mixin CommonOptions common, @Parameters(paramLabel = "WAR") Path file, @Mixin Order order,
              @Option(names = "--dry-run", description = "Check the file, the nodes and the guard, and change nothing.") boolean dryRun) {
        Settings.Push settings = common.settings().readPush();
        try {
            return new PushStart(common, settings, spec).of(WarFile.check(file), order.plan(), true, dryRun, order.detach);
        } catch (IOException unfit) {
            throw new CommandFailure(unfit.getMessage(), unfit);
        }
    }

    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Shows a push from its beginning to its end; by default the latest.")
    int watch(@Mixin CommonOptions common, @Parameters(arity = "0..1", paramLabel = "RELEASE") String release) {
        PushFolder folder = folder(common);
        return PushWatch.until(folder, folder.named(release), out());
    }

    @Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops a push before its next node.")
    int stop(@Mixin CommonOptions common, @Parameters(arity = "0..1", paramLabel = "RELEASE") String release) {
        PushFolder folder = folder(common);
        String push = folder.named(release);
        if (!folder.isRunning(push)) {
            throw new CommandFailure("push " + push + " is not running");
        }
        folder.write(push, "stop", "stop\n");
        out().println("Push " + push + " stops before its next node.");
        return PushWatch.until(folder, push, out());
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on with a push that was stopped, or whose process died.")
    int resume(@Mixin CommonOptions common, @Parameters(arity = "0..1", paramLabel = "RELEASE") String release,
               @Option(names = "--detach", description = "Do not watch.") boolean detach) {
        PushFolder folder = folder(common);
        String push = folder.named(release);
        if (folder.isRunning(push)) {
            throw new CommandFailure("push " + push + " is running; watch it");
        }
        if (folder.end(push).filter("DONE"::equals).isPresent()) {
            throw new CommandFailure("push " + push + " is done");
        }
        folder.remove(push, "stop");
        folder.remove(push, "end");
        new PushStart(common, common.settings().readPush(), spec).detached(folder, push);
        return detach ? ExitCode.OK : PushWatch.until(folder, push, out());
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the pushes from this machine.")
    int list(@Mixin CommonOptions common) {
        PushFolder folder = folder(common);
        for (String push : folder.pushes()) {
            Properties plan = folder.plan(push);
            out().println(push + "  " + plan.getProperty("version") + "  by " + plan.getProperty("by") + "  "
                    + folder.end(push).orElse(folder.isRunning(push) ? "running" : "interrupted: push resume " + push + ", or rollback"));
        }
        out().flush();
        return ExitCode.OK;
    }

    @Command(name = "run", hidden = true, description = "The push itself, in a process of its own.")
    int run(@Mixin CommonOptions common, @Parameters(paramLabel = "RELEASE") String release) {
        return new PushRun(common, folder(common), release, ToolLine.of(spec.root().userObject())).toItsEnd();
    }

    private static PushFolder folder(CommonOptions common) {
        return new PushFolder(common.settings().readPush().folder());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
