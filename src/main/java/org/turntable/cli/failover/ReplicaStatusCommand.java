package org.turntable.cli.failover;

import java.util.Map;
import org.turntable.app.FailoverSettings;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells in words how the pair stands. */
@Command(name = "replica-status", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Tells in words how the database pair stands: who writes, what stands behind an answer, whether the replica is one.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {ExitCode.OK + ":the pair is whole",
            ExitCode.FAILED + ":no agent answers; one sentence on stderr says why", ExitCode.USAGE + ":the command line does not fit",
            ReplicaStatusCommand.NOT_WHOLE + ":the pair is not whole"})
public final class ReplicaStatusCommand implements java.util.concurrent.Callable<Integer> {
    static final int NOT_WHOLE = 3;

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
            PairText.print(spec.commandLine().getOut(), status);
        }
        return "PAIR".equals(status.get("mode")) && status.keySet().stream().noneMatch(name -> name.startsWith("4 ")) ? ExitCode.OK : NOT_WHOLE;
    }
}
