package org.turntable.tool.command.failover;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets the writer commit without a replica for a limited time. */
@Command(
        name = "single-copy",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Single-copy mode by hand: before the replica is stopped for maintenance. The agent enters it "
                + "by itself when the "
                + "replica is lost.")
public final class SingleCopyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: enter or leave");
    }

    @Command(
            name = "enter",
            mixinStandardHelpOptions = true,
            description = "What the writer commits from now on is on one server only. The replica may not be "
                    + "promoted, and the agent neither starts it nor completes the pair until "
                    + "leave or rejoin is requested.")
    int enter(
            @Mixin CommonOptions common,
            @Mixin AgentRequest request,
            @Option(
                            names = "--minutes",
                            paramLabel = "MINUTES",
                            description = "Maximum time; by default failover.single-copy.limit. Also extends it.")
                    Integer minutes) {
        request.check(spec);
        Map<String, String> arguments = new LinkedHashMap<>(request.arguments());
        if (minutes != null) {
            if (minutes < 1 || minutes > 10_080) {
                throw new ParameterException(spec.commandLine(), "--minutes is from 1 to 10080");
            }
            arguments.put("minutes", minutes.toString());
        }
        return ask(common, "alone", arguments);
    }

    @Command(
            name = "leave",
            mixinStandardHelpOptions = true,
            description = "Completes the pair, if the replica has caught up and acknowledges.")
    int leave(@Mixin CommonOptions common, @Mixin AgentRequest request) {
        request.check(spec);
        return ask(common, "whole", request.arguments());
    }

    private int ask(CommonOptions common, String command, Map<String, String> arguments) {
        PairPrinter.print(
                spec.commandLine().getOut(), FailoverParts.ask(common.settings().readFailover(), command, arguments));
        return ExitCode.OK;
    }
}
