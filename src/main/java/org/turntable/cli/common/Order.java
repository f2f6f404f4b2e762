package org.turntable.cli.common;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who does it, and why. */
public final class Order {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST = 200;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who does it; recorded.")
    private String by;
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; recorded.")
    private String reason;

    /** @throws ParameterException when one of them is blank, or too long to be recorded */
    public void check(CommandSpec spec) {
        if (by.isBlank() || by.length() > LONGEST_NAME || reason.isBlank() || reason.length() > LONGEST) {
            throw new ParameterException(spec.commandLine(), "--by needs 1 to " + LONGEST_NAME + " characters, --reason 1 to " + LONGEST);
        }
    }

    /** Who does it, 1 to 60 characters. */
    public String by() {
        return by;
    }

    /** Why, 1 to 200 characters. */
    public String reason() {
        return reason;
    }
}
