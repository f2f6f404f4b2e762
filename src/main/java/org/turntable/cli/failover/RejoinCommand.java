package org.turntable.cli.failover;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.turntable.app.FailoverSettings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the other server back into the pair, after a person mended it. */
@Command(name = "rejoin", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = {"Has the agent start the server that is not the writer, and make it follow, now: after it was mended, or rebuilt.",
            "The agent does this by itself for a server that crashed; it gives up after three starts in vain, and never skips a transaction."})
public final class RejoinCommand implements Runnable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    @Spec
    private CommandSpec spec;
    @Mixin
    private CommonOptions common;
    @Mixin
    private PairOrder order;
    @Option(names = "--timeout", defaultValue = "60", paramLabel = "SECONDS",
            description = "How long to watch it catch up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public void run() {
        order.check(spec);
        FailoverSettings settings = common.settings().readFailover();
        Map<String, String> status = FailoverParts.ask(settings, "rejoin", order.words());
        String told = "";
        long end = System.nanoTime() + Duration.ofSeconds(Math.max(0, seconds)).toNanos();
        while (!"PAIR".equals(status.get("mode")) && System.nanoTime() - end < 0) {
            if (!told.equals(status.get("3 replica"))) {
                told = status.get("3 replica");
                spec.commandLine().getOut().println(told);
                spec.commandLine().getOut().flush();
            }
            LockSupport.parkNanos(LOOK_NANOS);
            status = FailoverParts.ask(settings, "status", Map.of());
        }
        PairText.print(spec.commandLine().getOut(), status);
        if (!"PAIR".equals(status.get("mode"))) {
            throw new CommandFailure("the pair is not whole yet; the agent goes on by itself: turntable-ops replica-status");
        }
    }
}
