package org.turntable.tool.command.failover;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.turntable.config.FailoverSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the replica back into the pair after it was repaired. */
@Command(
        name = "rejoin",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = {
            "Lets the agent start the server that is not the writer, and make it replicate, now: after it was "
                    + "repaired, or rebuilt.",
            "The agent does this by itself for a server that crashed; it stops after three failed starts, and "
                    + "never skips a transaction."
        })
public final class RejoinCommand implements Runnable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private AgentRequest request;

    @Option(
            names = "--timeout",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long to wait until it has caught up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public void run() {
        request.check(spec);
        FailoverSettings settings = common.settings().readFailover();
        Map<String, String> status = FailoverParts.ask(settings, "rejoin", request.arguments());
        String printed = "";
        long end = System.nanoTime() + Duration.ofSeconds(Math.max(0, seconds)).toNanos();
        while (!"PAIR".equals(status.get("mode")) && System.nanoTime() - end < 0) {
            if (!printed.equals(status.get("3 replica"))) {
                printed = status.get("3 replica");
                spec.commandLine().getOut().println(printed);
                spec.commandLine().getOut().flush();
            }
            LockSupport.parkNanos(LOOK_NANOS);
            status = FailoverParts.ask(settings, "status", Map.of());
        }
        PairPrinter.print(spec.commandLine().getOut(), status);
        if (!"PAIR".equals(status.get("mode"))) {
            throw new CommandException(
                    "the pair is not complete yet; the agent continues by itself: turntable-ops replica-status");
        }
    }
}
