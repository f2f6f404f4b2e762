package org.turntable.tool.command.backup;

import java.io.PrintWriter;
import java.util.List;
import org.turntable.tool.backup.RollingRestart;
import org.turntable.tool.backup.ServerStates;
import org.turntable.tool.command.common.ChangeAuthor;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Restarts the database servers in a safe order. */
@Command(
        name = "db",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Restarts the database servers in a safe order.")
public final class DbCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: restart");
    }

    @Command(
            name = "restart",
            mixinStandardHelpOptions = true,
            description = {
                "Restarts the replica, waits until it has caught up, then closes the primary for writes, "
                        + "waits until the replica has everything, and restarts and opens the primary.",
                "Refuses without a replica that has caught up and acknowledges, without a recent backup, and while "
                        + "a fail-over agent is active."
            })
    int restart(
            @Mixin CommonOptions common,
            @Mixin ChangeAuthor author,
            @Option(names = "--only", paramLabel = "ADDRESS:PORT", description = "Restart this replica only.")
                    String only,
            @Option(names = "--dry-run", description = "Print what prevents a restart, and change nothing.")
                    boolean dryRun) {
        author.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        return BackupParts.use(common, true, spec.commandLine().getErr(), backups -> {
            ServerStates servers = backups.servers();
            servers.lines().forEach(out::println);
            out.flush();
            RollingRestart restart =
                    new RollingRestart(backups.folder(), backups.settings().fresh(), backups.clock(), backups.steps());
            if (dryRun) {
                List<String> obstacles = restart.obstacles(servers);
                if (!obstacles.isEmpty()) {
                    throw new CommandException("it may not be restarted: " + String.join("; ", obstacles));
                }
                out.println("It may be restarted. Nothing was changed.");
            } else if (only != null) {
                restart.restartReplica(servers, servers.find(only), author.by(), author.reason());
                out.println(only + " was restarted and has caught up.");
            } else {
                restart.restartAll(servers, author.by(), author.reason());
                backups.servers().lines().forEach(out::println);
                out.println("Both were restarted.");
            }
            out.flush();
            return ExitCode.OK;
        });
    }
}
