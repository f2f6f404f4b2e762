package org.turntable.tool.command.common;

import org.turntable.config.SettingsException;
import picocli.CommandLine;

/** The command line of the tool: logging and error messages. */
public final class ToolCommandLine {
    private ToolCommandLine() {}

    /**
     * Creates the command line; {@code execute(args)} returns the {@link ExitCode}.
     *
     * @param tool the command object with all subcommands
     */
    public static CommandLine of(Object tool) {
        CommandLine commandLine = new CommandLine(tool);
        commandLine.setExecutionExceptionHandler(ToolCommandLine::explain);
        commandLine.setExecutionStrategy(parsed -> {
            ToolLog.toStderr(parsed.originalArgs().contains("--verbose"));
            return new CommandLine.RunLast().execute(parsed);
        });
        return commandLine;
    }

    private static int explain(Exception error, CommandLine commandLine, CommandLine.ParseResult parsed) {
        boolean expected = error instanceof CommandException || error instanceof SettingsException;
        String sentence = expected ? error.getMessage() : "unexpected error: " + error;
        commandLine.getErr().println(commandLine.getCommandSpec().root().name() + ": " + sentence);
        if (parsed.originalArgs().contains("--verbose")) {
            error.printStackTrace(commandLine.getErr());
        } else if (!expected) {
            commandLine.getErr().println("Run it again with --verbose to see the stack trace.");
        }
        return ExitCode.FAILED;
    }
}
