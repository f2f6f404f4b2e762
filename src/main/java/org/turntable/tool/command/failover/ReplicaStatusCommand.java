package org.turntable.tool.command.failover;

import java.util.Map;
import org.turntable.config.FailoverSettings;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the status of the database pair in words. */
@Command(
        name = "replica-status",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description =
                "Prints the status of the database pair in words: the writer, on how many servers a commit is stored,"
                        + " whether the replica replicates.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":the pair is complete",
            ExitCode.FAILED + ":no agent answers; one sentence on stderr says why",
            ExitCode.USAGE + ":the command line does not fit",
            ReplicaStatusCommand.NOT_COMPLETE + ":the pair is not complete"
        })
public final class ReplicaStatusCommand implements java.util.concurrent.Callable<Integer> {
    static final int NOT_COMPLETE = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--json", description = "Answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        FailoverSettings settings = common.settings().readFailover();
        Map<String, String> status = FailoverParts.ask(settings, "status", Map.of());
        if (json) {
            Json.print(spec.commandLine().getOut(), status);
        } else {
            PairPrinter.print(spec.commandLine().getOut(), status);
        }
        return "PAIR".equals(status.get("mode")) && status.keySet().stream().noneMatch(name -> name.startsWith("4 "))
                ? ExitCode.OK
                : NOT_COMPLETE;
    }
}
