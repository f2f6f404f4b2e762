package org.turntable.cli.backup;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.backup.Backup;
import org.turntable.backup.DatabaseHost;
import org.turntable.backup.HostFailure;
import org.turntable.backup.Servers;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a physical copy of a running database server. */
@Command(name = "backup", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class, description = {
    "Copies a running database server into backup.folder, proves the copy by unpacking and preparing it once, and keeps the newest ones.",
    "By default it copies the replica: players do not notice."})
public final class BackupCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;
    @Parameters(arity = "0..1", paramLabel = "ADDRESS:PORT", description = "Which server of database.hosts (default: a replica that runs).")
    private String address;
    @Option(names = "--list", description = "Only list the backups that are there.")
    private boolean list;
    @Option(names = "--dry-run", description = "Look whether it could be done, and change nothing.")
    private boolean dryRun;
    @Option(names = "--json", description = "Answer as JSON, at the end.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Backups.use(common, !list, spec.commandLine().getErr(), backups -> list ? list(backups) : take(backups));
    }

    private int list(Backups backups) throws HostFailure {
        List<Backup> all = backups.folder().all();
        if (json) {
            Json.print(out(), all.stream().map(BackupCommand::document).toList());
        } else {
            all.forEach(backup -> out().println(line(backup)));
            out().println(all.isEmpty() ? "There is no backup yet." : all.size() + " in all.");
        }
        return ExitCode.OK;
    }

    private int take(Backups backups) throws HostFailure {
        DatabaseHost host = host(backups);
        if (dryRun) {
            long needed = backups.copying().check(host);
            out().printf("A backup of %s could be made; %,d MB would be used meanwhile. Nothing was changed.%n", host.address(), needed >> 20);
            out().flush();
            return ExitCode.OK;
        }
        Backup backup = backups.copying().take(host, backups.settings().keep());
        if (json) {
            Json.print(out(), document(backup));
        } else {
            out().println(line(backup));
            out().flush();
        }
        return ExitCode.OK;
    }

    private DatabaseHost host(Backups backups) throws HostFailure {
        Servers servers = backups.servers();
        if (address != null) {
            return servers.named(address);
        }
        return servers.replicas().stream().findFirst().orElseThrow(() -> new HostFailure("no replica runs; name the primary to copy that one: "
                + String.join("; ", servers.lines())));
    }

    static String line(Backup backup) {
        return String.format("%s  of %s  MariaDB %s  %,d MB  GTID %s  copied in %d s, prepared in %d s", backup.name(), backup.host(), backup.version(), backup.bytes() >> 20,
                backup.position(), backup.took().toSeconds(), backup.prepared().toSeconds());
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
