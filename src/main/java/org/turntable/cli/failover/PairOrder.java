package org.turntable.cli.failover;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who orders something of the fail-over agent, and why: it stands in the agent's journal. */
final class PairOrder {
    private static final int LONGEST = 200;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who orders it; written down.")
    private String by;
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; written down.")
    private String reason;

    void check(CommandSpec spec) {
        if (by.isBlank() || by.length() > LONGEST || reason.isBlank() || reason.length() > LONGEST) {
            throw new ParameterException(spec.commandLine(), "--by and --reason need 1 to " + LONGEST + " characters");
        }
    }

    Map<String, String> words() {
        return Map.of("by", by, "reason", reason);
    }
}
