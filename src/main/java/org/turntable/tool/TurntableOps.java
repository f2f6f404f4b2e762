package org.turntable.tool;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.turntable.tool.command.account.OperatorCommand;
import org.turntable.tool.command.account.PlayerCommand;
import org.turntable.tool.command.account.VerifierCommand;
import org.turntable.tool.command.backup.BackupCommand;
import org.turntable.tool.command.backup.DbCommand;
import org.turntable.tool.command.backup.RebuildCommand;
import org.turntable.tool.command.backup.RestoreCheckCommand;
import org.turntable.tool.command.campaign.CampaignCommand;
import org.turntable.tool.command.campaign.SampleCampaignCommand;
import org.turntable.tool.command.claim.ClaimsCommand;
import org.turntable.tool.command.claim.RedPacketsCommand;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolCommandLine;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.command.failover.FailoverAgentCommand;
import org.turntable.tool.command.failover.RejoinCommand;
import org.turntable.tool.command.failover.ReplicaStatusCommand;
import org.turntable.tool.command.failover.SingleCopyCommand;
import org.turntable.tool.command.failover.SwitchoverCommand;
import org.turntable.tool.command.line.EdgeKeyCommand;
import org.turntable.tool.command.line.ProbeLinesCommand;
import org.turntable.tool.command.line.SwitchLineCommand;
import org.turntable.tool.command.preflight.PreflightCommand;
import org.turntable.tool.command.push.DrainCommand;
import org.turntable.tool.command.push.NodesCommand;
import org.turntable.tool.command.push.PushCommand;
import org.turntable.tool.command.push.RollbackCommand;
import org.turntable.tool.command.push.WaveCommand;
import org.turntable.tool.command.reimport.ReimportCommand;
import org.turntable.tool.command.schema.AddIndexCommand;
import org.turntable.tool.command.schema.MigrateCommand;
import org.turntable.tool.command.schema.SchemaCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of turntable-ops.jar. */
@Command(
        name = "turntable-ops",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        subcommands = {
            MigrateCommand.class,
            SampleCampaignCommand.class,
            CampaignCommand.class,
            ClaimsCommand.class,
            VerifierCommand.class,
            RedPacketsCommand.class,
            PlayerCommand.class,
            OperatorCommand.class,
            NodesCommand.class,
            DrainCommand.class,
            PushCommand.class,
            RollbackCommand.class,
            WaveCommand.class,
            SwitchLineCommand.class,
            ProbeLinesCommand.class,
            EdgeKeyCommand.class,
            PreflightCommand.class,
            SchemaCommand.class,
            AddIndexCommand.class,
            FailoverAgentCommand.class,
            SwitchoverCommand.class,
            RejoinCommand.class,
            ReplicaStatusCommand.class,
            SingleCopyCommand.class,
            ReimportCommand.class,
            BackupCommand.class,
            RestoreCheckCommand.class,
            RebuildCommand.class,
            DbCommand.class
        },
        description = "Operates a Turntable installation. Reads the same settings file as the application.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":done, or nothing to do",
            ExitCode.FAILED + ":failed; a message on stderr has the reason",
            ExitCode.USAGE + ":invalid command line"
        })
public final class TurntableOps implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs the tool and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Campaigns have Chinese names; with the locale C of many bastions they would be printed as question marks.
        CommandLine commandLine = commandLine()
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(commandLine.execute(arguments));
    }

    /** The complete command line, for {@code main} and for tests: {@code execute(args)} returns the exit code. */
    public static CommandLine commandLine() {
        return ToolCommandLine.of(new TurntableOps());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
