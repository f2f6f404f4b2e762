package org.turntable.cli.backup;

import java.io.PrintWriter;
import java.util.List;
import org.turntable.backup.Restart;
import org.turntable.backup.Servers;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Order;
import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Restarts the database. */
@Command(name = "db", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class, description = "Restarts the database as it should be done.")
public final class DbCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: restart");
    }

    @Command(name = "restart", mixinStandardHelpOptions = true, description = {
        "Restarts the replica, waits until it has caught up, then sheds: the primary takes no more writes, the replica gets everything, the primary is restarted and opened.",
        "Refuses without a replica that has caught up and acknowledges, without a fresh backup, and while a fail-over agent watches."})
    int restart(@Mixin CommonOptions common, @Mixin Order order,
                @Option(names = "--only", paramLabel = "ADDRESS:PORT", description = "Restart this replica alone.") String only,
                @Option(names = "--dry-run", description = "Say what stands in the way, and change nothing.") boolean dryRun) {
        order.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        return Backups.use(common, true, spec.commandLine().getErr(), backups -> {
            Servers servers = backups.servers();
            servers.lines().forEach(out::println);
            out.flush();
            Restart restart = new Restart(backups.folder(), backups.settings().fresh(), backups.clock(), backups.steps());
            if (dryRun) {
                List<String> obstacles = restart.obstacles(servers);
                if (!obstacles.isEmpty()) {
                    throw new CommandFailure("it may not be restarted: " + String.join("; ", obstacles));
                }
                out.println("It may be restarted. Nothing was changed.");
            } else if (only != null) {
                restart.only(servers, servers.named(only), order.by(), order.reason());
                out.println(only + " was restarted and has caught up.");
            } else {
                restart.all(servers, order.by(), order.reason());
                backups.servers().lines().forEach(out::println);
                out.println("Both were restarted.");
            }
            out.flush();
            return ExitCode.OK;
        });
    }
}
