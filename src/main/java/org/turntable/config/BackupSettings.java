package org.turntable.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Backups of the database.
 *
 * @param hosts the database servers
 * @param database the schema on them
 * @param command words of the command that runs the backup script on a server's host; empty if none is set
 * @param folder where backups are kept
 * @param keep number of backups to keep, 1 or more
 * @param fresh greatest age of the newest backup before a restart
 * @param program mariadb-backup on this machine
 * @param stream mbstream on this machine
 * @param server mariadbd on this machine
 */
public record BackupSettings(
        List<HostAndPort> hosts,
        String database,
        List<String> command,
        Path folder,
        int keep,
        Duration fresh,
        String program,
        String stream,
        String server) {
    public BackupSettings {
        command = List.copyOf(command);
    }
}
