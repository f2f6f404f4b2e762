package org.turntable.cli.backup;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import org.turntable.app.Settings;
import org.turntable.backup.BackupFolder;
import org.turntable.backup.CommandHost;
import org.turntable.backup.Copying;
import org.turntable.backup.DatabaseHost;
import org.turntable.backup.HostFailure;
import org.turntable.backup.Programs;
import org.turntable.backup.Servers;
import org.turntable.backup.Steps;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;

/** What commands about copies have in common, made of the settings. */
final class Backups {
    /** What a command does. */
    interface Work {
        int with(Backups backups) throws HostFailure;
    }

    private final Settings.Backups settings;
    private final BackupFolder folder;
    private final List<DatabaseHost> hosts;
    private final Steps steps;

    private Backups(Settings.Backups settings, PrintWriter progress) throws HostFailure {
        this.settings = settings;
        this.folder = new BackupFolder(settings.folder());
        this.hosts = settings.hosts().stream().<DatabaseHost>map(host -> new CommandHost(host.toString(), settings.command())).toList();
        this.steps = new StepLines(progress);
    }

    /** @param withHosts whether something is to be done on the servers' hosts */
    static int use(CommonOptions common, boolean withHosts, PrintWriter progress, Work work) {
        Settings.Backups settings = common.settings().readBackups(withHosts);
        try {
            return work.with(new Backups(settings, progress));
        } catch (HostFailure failed) {
            throw new CommandFailure(failed.getMessage(), failed);
        }
    }

    Settings.Backups settings() {
        return settings;
    }

    BackupFolder folder() {
        return folder;
    }

    Steps steps() {
        return steps;
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    Programs programs() {
        return new Programs(settings.program(), settings.stream(), settings.server());
    }

    Copying copying() {
        return new Copying(folder, programs(), clock(), steps);
    }

    Servers servers() throws HostFailure {
        return Servers.look(hosts);
    }
}
