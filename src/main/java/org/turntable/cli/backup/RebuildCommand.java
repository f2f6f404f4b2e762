package org.turntable.cli.backup;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.turntable.backup.DatabaseHost;
import org.turntable.backup.HostFailure;
import org.turntable.backup.Rebuild;
import org.turntable.backup.Servers;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Order;
import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a server a replica again. */
@Command(name = "rebuild", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class, description = {
    "Makes a server a replica again, of a fresh copy of the other one, and waits until it has caught up. Its old data folder is kept beside the new one.",
    "Refuses the writer, and a server that has, or may have, rows that the other one has not, unless that is named with --lose."})
public final class RebuildCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;
    @Mixin
    private Order order;
    @Parameters(paramLabel = "ADDRESS:PORT", description = "Which server of database.hosts is rebuilt.")
    private String address;
    @Option(names = "--from", paramLabel = "ADDRESS:PORT", description = "Which one is copied (default: the other one).")
    private String from;
    @Option(names = "--lose", paramLabel = "ADDRESS:PORT", description = "The server to be rebuilt, once more: what it alone has may go.")
    private String lose;
    @Option(names = "--dry-run", description = "Look whether it may be done, and change nothing.")
    private boolean dryRun;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        order.check(spec);
        return Backups.use(common, true, spec.commandLine().getErr(), this::rebuild);
    }

    private int rebuild(Backups backups) throws HostFailure {
        PrintWriter out = spec.commandLine().getOut();
        Servers servers = backups.servers();
        servers.lines().forEach(out::println);
        out.flush();
        DatabaseHost target = servers.named(address);
        DatabaseHost source = from == null ? other(servers, target) : servers.named(from);
        Rebuild rebuild = new Rebuild(backups.folder(), backups.clock(), backups.steps());
        if (dryRun) {
            rebuild.check(servers, target, source, lose);
            out.println(target.address() + " may be rebuilt from " + source.address() + ". Nothing was changed.");
        } else {
            String kept = rebuild.go(servers, target, source, lose, order.by(), order.reason());
            out.println(target.address() + " follows " + source.address() + " and has caught up." + (kept.isEmpty() ? "" : " Its old data folder is " + kept
                    + ": remove it when nobody needs it any more."));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static DatabaseHost other(Servers servers, DatabaseHost target) throws HostFailure {
        return servers.writer().filter(writer -> writer != target).or(() -> servers.replicas().stream().filter(host -> host != target).findFirst())
                .orElseThrow(() -> new HostFailure(target.address() + " is the only server that runs, or the writer: there is nothing to rebuild it from"));
    }
}
