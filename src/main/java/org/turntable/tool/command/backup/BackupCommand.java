package org.turntable.tool.command.backup;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.tool.backup.Backup;
import org.turntable.tool.backup.DatabaseHost;
import org.turntable.tool.backup.HostException;
import org.turntable.tool.backup.ServerStates;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a physical backup of a running database server. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = {
            "Copies a running database server into backup.folder, verifies the copy by unpacking and preparing it "
                    + "once, and keeps the newest ones.",
            "By default it copies the replica, without effect on players."
        })
public final class BackupCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(
            arity = "0..1",
            paramLabel = "ADDRESS:PORT",
            description = "Which server of database.hosts (default: a replica that runs).")
    private String address;

    @Option(names = "--list", description = "Only list the existing backups.")
    private boolean list;

    @Option(names = "--dry-run", description = "Check whether a backup can be taken, and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Answer as JSON, at the end.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return BackupParts.use(
                common, !list, spec.commandLine().getErr(), backups -> list ? list(backups) : take(backups));
    }

    private int list(BackupParts backups) throws HostException {
        List<Backup> all = backups.folder().all();
        if (json) {
            Json.print(out(), all.stream().map(BackupCommand::document).toList());
        } else {
            all.forEach(backup -> out().println(line(backup)));
            out().println(all.isEmpty() ? "There is no backup yet." : all.size() + " in all.");
        }
        return ExitCode.OK;
    }

    private int take(BackupParts backups) throws HostException {
        DatabaseHost host = host(backups);
        if (dryRun) {
            long needed = backups.backupTask().check(host);
            out().printf(
                            "A backup of %s can be taken; it needs %,d MB meanwhile. Nothing was changed.%n",
                            host.address(), needed >> 20);
            out().flush();
            return ExitCode.OK;
        }
        Backup backup = backups.backupTask().take(host, backups.settings().keep());
        if (json) {
            Json.print(out(), document(backup));
        } else {
            out().println(line(backup));
            out().flush();
        }
        return ExitCode.OK;
    }

    private DatabaseHost host(BackupParts backups) throws HostException {
        ServerStates servers = backups.servers();
        if (address != null) {
            return servers.find(address);
        }
        return servers.replicas().stream()
                .findFirst()
                .orElseThrow(() -> new HostException(
                        "no replica runs; name the primary to copy that one: " + String.join("; ", servers.lines())));
    }

    static String line(Backup backup) {
        return String.format(
                "%s  of %s  MariaDB %s  %,d MB  GTID %s  copied in %d s, prepared in %d s",
                backup.name(),
                backup.host(),
                backup.version(),
                backup.bytes() >> 20,
                backup.position(),
                backup.took().toSeconds(),
                backup.prepared().toSeconds());
    }

    private static Map<String, Object> document(Backup backup) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", backup.name());
        document.put("folder", backup.folder().toString());
        document.put("host", backup.host());
        document.put("takenAt", backup.takenAt().toString());
        document.put("bytes", backup.bytes());
        document.put("sha256", backup.sha256());
        document.put("version", backup.version());
        document.put("position", backup.position());
        document.put("tookMs", backup.took().toMillis());
        document.put("preparedMs", backup.prepared().toMillis());
        return document;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
