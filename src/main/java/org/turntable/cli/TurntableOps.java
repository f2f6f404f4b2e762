package org.turntable.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.turntable.cli.account.OperatorCommand;
import org.turntable.cli.account.PlayerCommand;
import org.turntable.cli.account.VerifierCommand;
import org.turntable.cli.backup.BackupCommand;
import org.turntable.cli.backup.DbCommand;
import org.turntable.cli.backup.RebuildCommand;
import org.turntable.cli.backup.RestoreCheckCommand;
import org.turntable.cli.campaign.CampaignCommand;
import org.turntable.cli.campaign.SampleCampaignCommand;
import org.turntable.cli.claims.ClaimsCommand;
import org.turntable.cli.claims.RedPacketsCommand;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolLine;
import org.turntable.cli.common.ToolVersion;
import org.turntable.cli.entry.ProbeLinesCommand;
import org.turntable.cli.entry.SwitchLineCommand;
import org.turntable.cli.failover.FailoverAgentCommand;
import org.turntable.cli.failover.RejoinCommand;
import org.turntable.cli.failover.ReplicaStatusCommand;
import org.turntable.cli.failover.SingleCopyCommand;
import org.turntable.cli.failover.SwitchoverCommand;
import org.turntable.cli.preflight.PreflightCommand;
import org.turntable.cli.push.DrainCommand;
import org.turntable.cli.push.NodesCommand;
import org.turntable.cli.push.PushCommand;
import org.turntable.cli.push.RollbackCommand;
import org.turntable.cli.push.WaveCommand;
import org.turntable.cli.reimport.ReimportCommand;
import org.turntable.cli.schema.AddIndexCommand;
import org.turntable.cli.schema.MigrateCommand;
import org.turntable.cli.schema.SchemaCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of turntable-ops.jar. */
@Command(name = "turntable-ops", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        subcommands = {MigrateCommand.class, SampleCampaignCommand.class, CampaignCommand.class, ClaimsCommand.class, VerifierCommand.class, RedPacketsCommand.class,
        PlayerCommand.class, OperatorCommand.class,
        NodesCommand.class, DrainCommand.class, PushCommand.class, RollbackCommand.class, WaveCommand.class, SwitchLineCommand.class,
        ProbeLinesCommand.class, PreflightCommand.class, SchemaCommand.class, AddIndexCommand.class, FailoverAgentCommand.class,
        SwitchoverCommand.class, RejoinCommand.class, ReplicaStatusCommand.class, SingleCopyCommand.class,
        ReimportCommand.class, BackupCommand.class, RestoreCheckCommand.class, RebuildCommand.class, DbCommand.class},
        description = "Looks after a Turntable installation. Reads the same settings file as the application.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                ExitCode.OK + ":done, or nothing was left to do",
                ExitCode.FAILED + ":it could not be done; one sentence on stderr says why", ExitCode.USAGE + ":the command line does not fit"})
public final class TurntableOps implements Runnable {
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
    public static CommandLine commandLine() {
        return ToolLine.of(new TurntableOps());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
