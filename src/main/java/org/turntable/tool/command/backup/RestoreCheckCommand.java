package org.turntable.tool.command.backup;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.tool.backup.Backup;
import org.turntable.tool.backup.HostException;
import org.turntable.tool.backup.RestoreCheck;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.mariadb.backup.RestoredDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores a backup to check it. */
@Command(
        name = "restore-check",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = {
            "Restores a backup on this machine, starts a separate server on it, checks every table and the "
                    + "invariants, prints the duration of each step, and deletes the restored copy.",
            "Does not touch any database that players use. Exit code 1 when a check fails."
        })
public final class RestoreCheckCommand implements Callable<Integer> {
    private static final double MILLIS = 1_000.0;

    @Mixin
    private CommonOptions common;

    @Parameters(
            arity = "0..1",
            paramLabel = "BACKUP",
            description = "Its name as backup --list shows it (default: the newest).")
    private String name;

    @Option(names = "--json", description = "Answer as JSON, at the end.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return BackupParts.use(common, false, spec.commandLine().getErr(), this::check);
    }

    private int check(BackupParts backups) throws HostException {
        Backup backup = backups.folder().find(name);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        RestoreCheck.Outcome outcome = new RestoreCheck(
                        backups.folder(),
                        backups.programs(),
                        new RestoredDatabase(backups.settings().database()),
                        HexFormat.of().formatHex(random),
                        backups.steps())
                .of(backup);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("backup", backup.name());
            document.put("well", outcome.passed());
            document.put(
                    "findings",
                    outcome.findings().stream()
                            .map(finding -> Map.of("well", finding.passed(), "what", finding.what()))
                            .toList());
            Map<String, Long> took = new LinkedHashMap<>();
            outcome.took().forEach((step, time) -> took.put(step, time.toMillis()));
            document.put("tookMs", took);
            Json.print(out, document);
        } else {
            out.println("Backup " + backup.name() + " of " + backup.host());
            outcome.findings()
                    .forEach(finding -> out.printf("  %-7s %s%n", finding.passed() ? "ok" : "FAILED", finding.what()));
            outcome.took().forEach((step, time) -> out.printf("  %7.1f s %s%n", time.toMillis() / MILLIS, step));
            out.println(
                    outcome.passed()
                            ? "It can be restored."
                            : "It cannot be relied on: take another, and check the server that it was taken from.");
            out.flush();
        }
        return outcome.passed() ? ExitCode.OK : ExitCode.FAILED;
    }
}
