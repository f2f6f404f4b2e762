package org.turntable.tool.command.failover;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who requests something of the fail-over agent, and why; both are written to the agent's journal. */
final class AgentRequest {
    private static final int LONGEST = 200;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who requests it; recorded.")
    private String by;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; recorded.")
    private String reason;

    void check(CommandSpec spec) {
        if (by.isBlank() || by.length() > LONGEST || reason.isBlank() || reason.length() > LONGEST) {
            throw new ParameterException(spec.commandLine(), "--by and --reason need 1 to " + LONGEST + " characters");
        }
    }

    Map<String, String> arguments() {
        return Map.of("by", by, "reason", reason);
    }
}
