package org.turntable.tool.command.backup;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import org.turntable.config.BackupSettings;
import org.turntable.tool.backup.BackupStore;
import org.turntable.tool.backup.BackupTask;
import org.turntable.tool.backup.CommandHost;
import org.turntable.tool.backup.DatabaseHost;
import org.turntable.tool.backup.HostException;
import org.turntable.tool.backup.MariaDbPrograms;
import org.turntable.tool.backup.ServerStates;
import org.turntable.tool.backup.StepListener;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;

/** The objects that the backup commands share, made from the settings. */
final class BackupParts {
    /** The work of a command. */
    interface Work {
        int with(BackupParts backups) throws HostException;
    }

    private final BackupSettings settings;
    private final BackupStore folder;
    private final List<DatabaseHost> hosts;
    private final StepListener steps;

    private BackupParts(BackupSettings settings, PrintWriter progress) throws HostException {
        this.settings = settings;
        this.folder = new BackupStore(settings.folder());
        this.hosts = settings.hosts().stream()
                .<DatabaseHost>map(host -> new CommandHost(host.toString(), settings.command()))
                .toList();
        this.steps = new StepPrinter(progress);
    }

    /** @param withHosts whether the command needs the servers' hosts */
    static int use(CommonOptions common, boolean withHosts, PrintWriter progress, Work work) {
        BackupSettings settings = common.settings().readBackups(withHosts);
        try {
            return work.with(new BackupParts(settings, progress));
        } catch (HostException failed) {
            throw new CommandException(failed.getMessage(), failed);
        }
    }

    BackupSettings settings() {
        return settings;
    }

    BackupStore folder() {
        return folder;
    }

    StepListener steps() {
        return steps;
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    MariaDbPrograms programs() {
        return new MariaDbPrograms(settings.program(), settings.stream(), settings.server());
    }

    BackupTask backupTask() {
        return new BackupTask(folder, programs(), clock(), steps);
    }

    ServerStates servers() throws HostException {
        return ServerStates.read(hosts);
    }
}
