package org.turntable.cli.backup;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.backup.Backup;
import org.turntable.backup.HostFailure;
import org.turntable.backup.Trial;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.backup.RestoredDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores a backup on trial. */
@Command(name = "restore-check", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class, description = {
    "Restores a backup on this machine, starts a server of its own on it, looks at every table and at what must hold, says how long each step took, and removes it.",
    "Touches no database that players use. Exit code 1 when anything is not as it should be."})
public final class RestoreCheckCommand implements Callable<Integer> {
    private static final double MILLIS = 1_000.0;

    @Mixin
    private CommonOptions common;
    @Parameters(arity = "0..1", paramLabel = "BACKUP", description = "Its name as backup --list shows it (default: the newest).")
    private String name;
    @Option(names = "--json", description = "Answer as JSON, at the end.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Backups.use(common, false, spec.commandLine().getErr(), this::check);
    }

    private int check(Backups backups) throws HostFailure {
        Backup backup = backups.folder().named(name);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Trial.Outcome outcome = new Trial(backups.folder(), backups.programs(), new RestoredDatabase(backups.settings().database()), HexFormat.of().formatHex(random),
                backups.steps()).of(backup);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("backup", backup.name());
            document.put("well", outcome.isWell());
            document.put("findings", outcome.findings().stream().map(finding -> Map.of("well", finding.well(), "what", finding.what())).toList());
            Map<String, Long> took = new LinkedHashMap<>();
            outcome.took().forEach((step, time) -> took.put(step, time.toMillis()));
            document.put("tookMs", took);
            Json.print(out, document);
        } else {
            out.println("Backup " + backup.name() + " of " + backup.host());
            outcome.findings().forEach(finding -> out.printf("  %-7s %s%n", finding.well() ? "ok" : "FAILED", finding.what()));
            outcome.took().forEach((step, time) -> out.printf("  %7.1f s %s%n", time.toMillis() / MILLIS, step));
            out.println(outcome.isWell() ? "It can be restored." : "It must not be relied on: take another, and look at the server that it is of.");
            out.flush();
        }
        return outcome.isWell() ? ExitCode.OK : ExitCode.FAILED;
    }
}
