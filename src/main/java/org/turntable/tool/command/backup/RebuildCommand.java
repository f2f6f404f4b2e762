package org.turntable.tool.command.backup;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.turntable.tool.backup.DatabaseHost;
import org.turntable.tool.backup.HostException;
import org.turntable.tool.backup.ReplicaRebuild;
import org.turntable.tool.backup.ServerStates;
import org.turntable.tool.command.common.ChangeAuthor;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Rebuilds a replica. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = {
            "Rebuilds a server as a replica from a new copy of the other one, and waits until it has caught up. "
                    + "Its old data folder is kept beside the new one.",
            "Refuses the writer, and a server that has, or may have, rows that the other one does not have, unless it "
                    + "is named with --lose."
        })
public final class RebuildCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ChangeAuthor author;

    @Parameters(paramLabel = "ADDRESS:PORT", description = "Which server of database.hosts is rebuilt.")
    private String address;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS:PORT",
            description = "Which one is copied (default: the other one).")
    private String from;

    @Option(
            names = "--lose",
            paramLabel = "ADDRESS:PORT",
            description = "The server to be rebuilt, again: rows that only it has may be lost.")
    private String lose;

    @Option(names = "--dry-run", description = "Check whether a rebuild is allowed, and change nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        author.check(spec);
        return BackupParts.use(common, true, spec.commandLine().getErr(), this::rebuild);
    }

    private int rebuild(BackupParts backups) throws HostException {
        PrintWriter out = spec.commandLine().getOut();
        ServerStates servers = backups.servers();
        servers.lines().forEach(out::println);
        out.flush();
        DatabaseHost target = servers.find(address);
        DatabaseHost source = from == null ? other(servers, target) : servers.find(from);
        ReplicaRebuild rebuild = new ReplicaRebuild(backups.folder(), backups.clock(), backups.steps());
        if (dryRun) {
            rebuild.check(servers, target, source, lose);
            out.println(target.address() + " may be rebuilt from " + source.address() + ". Nothing was changed.");
        } else {
            String kept = rebuild.run(servers, target, source, lose, author.by(), author.reason());
            out.println(target.address() + " follows " + source.address() + " and has caught up."
                    + (kept.isEmpty()
                            ? ""
                            : " Its old data folder is " + kept + ": delete it when it is not needed any more."));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static DatabaseHost other(ServerStates servers, DatabaseHost target) throws HostException {
        return servers.writer()
                .filter(writer -> writer != target)
                .or(() -> servers.replicas().stream()
                        .filter(host -> host != target)
                        .findFirst())
                .orElseThrow(() -> new HostException(target.address()
                        + " is the only server that runs, or the writer: there is nothing to rebuild it from"));
    }
}
