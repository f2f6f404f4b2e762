package org.turntable.tool.command.failover;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turntable.config.FailoverSettings;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the replica the writer. */
@Command(
        name = "switchover",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Makes the replica the writer within a deadline, or reverts: then the old writer is "
                + "open again. "
                + "The running agent executes it.")
public final class SwitchoverCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private AgentRequest request;

    @Option(
            names = "--deadline",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "After this time it is reverted (default: ${DEFAULT-VALUE}).")
    private int deadline;

    @Option(
            names = "--writer-is-dead",
            description = "The writer is dead and the agent may not act by itself, because it failed over within "
                    + "failover.pause: "
                    + "promotes the replica, if it holds every acknowledged row.")
    private boolean dead;

    @Option(
            names = "--replica-is-complete",
            description =
                    "With --writer-is-dead, after the agent itself was not running: nobody has changed "
                            + "rpl_semi_sync_master_enabled on the writer meanwhile, so the replica has every acknowledged row.")
    private boolean complete;

    @Option(names = "--dry-run", description = "Print the status of the pair, and change nothing.")
    private boolean dryRun;

    @Override
    public void run() {
        request.check(spec);
        if (complete && !dead) {
            throw new ParameterException(spec.commandLine(), "--replica-is-complete belongs to --writer-is-dead");
        }
        FailoverSettings settings = common.settings().readFailover();
        if (dryRun) {
            Map<String, String> status = FailoverParts.ask(settings, "status", Map.of());
            PairPrinter.print(spec.commandLine().getOut(), status);
            spec.commandLine()
                    .getOut()
                    .println(status.get("replica") + " would become the writer. Nothing was changed.");
            return;
        }
        Map<String, String> arguments = new LinkedHashMap<>(request.arguments());
        arguments.put("replica-is-complete", Boolean.toString(complete));
        arguments.put("deadline", Long.toString(Math.max(1, deadline) * 1000L));
        Map<String, String> answer = FailoverParts.ask(settings, dead ? "fail-over" : "switchover", arguments);
        if (answer.containsKey("0 pending")) {
            PairPrinter.print(spec.commandLine().getOut(), answer);
            return;
        }
        String pause = answer.containsKey("millis") ? "; there was no writer for " + answer.get("millis") + " ms" : "";
        spec.commandLine().getOut().println(answer.get("writer") + " is the writer" + pause + ".");
        spec.commandLine().getOut().flush();
    }
}
