package org.turntable.tool.command.schema;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.mariadb.schema.Migrations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Migrates the schema of the database to the version of this jar: a separate step before a push, never done by a node.
 */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Migrates the schema of the database with the account database.migration.user. Run it before a "
                + "push of a new WAR; nodes with the old WAR continue to work.")
public final class MigrateCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--dry-run", description = "List the pending migrations and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ToolDatabase database = new ToolDatabase(common.settings().readDatabaseForMigration())) {
            try {
                run(database, out);
            } catch (FlywayValidateException unfit) {
                throw new CommandException(
                        "the migrations in the database are not those of this jar; use the jar of the newest "
                                + "WAR that was pushed. "
                                + oneLine(unfit.getMessage()),
                        unfit);
            } catch (FlywayException error) {
                throw database.failure(error);
            }
        }
        return ExitCode.OK;
    }

    private void run(ToolDatabase database, PrintWriter out) {
        Flyway flyway = Migrations.on(database.pool())
                .callbacks(new Progress(json ? new PrintWriter(PrintWriter.nullWriter()) : out))
                .load();
        List<MigrationInfo> pending = Arrays.asList(flyway.info().pending());
        if (!dryRun) {
            flyway.migrate();
        }
        MigrationInfo current = flyway.info().current();
        String version = current == null ? null : current.getVersion().getVersion();
        if (json) {
            Json.print(
                    out,
                    Map.of(
                            "version",
                            version == null ? 0 : Integer.parseInt(version),
                            "dryRun",
                            dryRun,
                            dryRun ? "pending" : "applied",
                            pending.stream().map(MigrateCommand::title).toList()));
        } else if (dryRun) {
            pending.forEach(migration -> out.println("would run " + title(migration)));
            out.println(
                    pending.isEmpty()
                            ? "Nothing to do: the schema is at version " + version + "."
                            : pending.size() + " to run; nothing was changed.");
        } else {
            out.println((pending.isEmpty() ? "Nothing to do: the" : "The") + " schema is at version " + version + ".");
        }
        out.flush();
    }

    private static String title(MigrationInfo migration) {
        return "V" + migration.getVersion() + " " + migration.getDescription();
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Prints each migration and its duration: some take long. */
    private static final class Progress extends BaseCallback {
        private final PrintWriter out;
        private long startedAt;

        Progress(PrintWriter out) {
            this.out = out;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            if (event == Event.BEFORE_EACH_MIGRATE) {
                startedAt = System.nanoTime();
                out.print(title(context.getMigrationInfo()) + " …");
            } else {
                out.printf(" done in %.1f s%n", (System.nanoTime() - startedAt) / 1e9);
            }
            out.flush();
        }
    }
}
