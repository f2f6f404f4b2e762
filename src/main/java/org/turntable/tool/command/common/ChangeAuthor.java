package org.turntable.tool.command.common;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options --by and --reason: who makes a change, and why. */
public final class ChangeAuthor {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST = 200;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
    private String by;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; recorded.")
    private String reason;

    /** @throws ParameterException if one of them is blank or too long */
    public void check(CommandSpec spec) {
        if (by.isBlank() || by.length() > LONGEST_NAME || reason.isBlank() || reason.length() > LONGEST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--by must have 1 to " + LONGEST_NAME + " characters, --reason 1 to " + "" + LONGEST);
        }
    }

    /** Who makes the change, 1 to 60 characters. */
    public String by() {
        return by;
    }

    /** The reason, 1 to 200 characters. */
    public String reason() {
        return reason;
    }
}
