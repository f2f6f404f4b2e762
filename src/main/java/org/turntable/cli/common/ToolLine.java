package org.turntable.cli.common;

import org.turntable.app.SettingsException;
import picocli.CommandLine;

/** The tool's command line: how it logs, and how it says what went wrong. */
public final class ToolLine {
    private ToolLine() {
    }

    /**
     * A command line anew, commands and all; {@code execute(args)} answers the {@link ExitCode}.
     *
     * @param tool what names all commands
     */
    public static CommandLine of(Object tool) {
        CommandLine commandLine = new CommandLine(tool);
        commandLine.setExecutionExceptionHandler(ToolLine::explain);
        commandLine.setExecutionStrategy(parsed -> {
            ToolLog.toStderr(parsed.originalArgs().contains("--verbose"));
            return new CommandLine.RunLast().execute(parsed);
        });
        return commandLine;
    }

    private static int explain(Exception error, CommandLine commandLine, CommandLine.ParseResult parsed) {
        boolean ours = error instanceof CommandFailure || error instanceof SettingsException;
        String sentence = ours ? error.getMessage() : "unexpected: " + error;
        commandLine.getErr().println(commandLine.getCommandSpec().root().name() + ": " + sentence);
        if (parsed.originalArgs().contains("--verbose")) {
            error.printStackTrace(commandLine.getErr());
        } else if (!ours) {
            commandLine.getErr().println("Run it again with --verbose to see where.");
        }
        return ExitCode.FAILED;
    }
}
