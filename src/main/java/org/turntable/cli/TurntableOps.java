package org.turntable.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.turntable.app.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of turntable-ops.jar. */
@Command(name = "turntable-ops", mixinStandardHelpOptions = true, versionProvider = TurntableOps.Version.class,
        subcommands = {MigrateCommand.class, SampleCampaignCommand.class, CampaignCommand.class, ClaimsCommand.class, VerifierCommand.class, RedPacketsCommand.class,
        PlayerCommand.class, OperatorCommand.class,
        NodesCommand.class, DrainCommand.class, PushCommand.class, RollbackCommand.class, WaveCommand.class, SwitchLineCommand.class,
        ProbeLinesCommand.class, PreflightCommand.class, SchemaCommand.class, AddIndexCommand.class, FailoverAgentCommand.class,
        SwitchoverCommand.class, RejoinCommand.class, ReplicaStatusCommand.class, SingleCopyCommand.class,
        ReimportCommand.class, BackupCommand.class, RestoreCheckCommand.class, RebuildCommand.class, DbCommand.class},
        description = "Looks after a Turntable installation. Reads the same settings file as the application.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                TurntableOps.OK + ":done, or nothing was left to do",
                TurntableOps.FAILED + ":it could not be done; one sentence on stderr says why", TurntableOps.USAGE + ":the command line does not fit"})
public final class TurntableOps implements Runnable {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    @Spec
    private CommandSpec spec;

    /** Runs the tool and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Campaigns have Chinese names; a bastion's locale is often C, which would print question marks.
        CommandLine commandLine = commandLine().setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(commandLine.execute(arguments));
    }

    /** The whole command line, for {@code main} and for tests: {@code execute(args)} answers the exit code. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new TurntableOps());
        commandLine.setExecutionExceptionHandler(TurntableOps::explain);
        commandLine.setExecutionStrategy(parsed -> {
            ToolLog.toStderr(parsed.originalArgs().contains("--verbose"));
            return new CommandLine.RunLast().execute(parsed);
        });
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
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
        return FAILED;
    }

    /** The version out of the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TurntableOps.class.getPackage().getImplementationVersion();
            return new String[] {"turntable-ops " + Optional.ofNullable(version).orElse("(not built into a jar)")};
        }
    }
}
