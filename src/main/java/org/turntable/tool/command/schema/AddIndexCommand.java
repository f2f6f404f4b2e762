package org.turntable.tool.command.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.config.DatabaseSettings;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.mariadb.pool.PoolSettings;
import org.turntable.mariadb.pool.Writability;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.mariadb.schema.IndexDefinition;
import org.turntable.mariadb.schema.LiveSchema;
import org.turntable.mariadb.schema.SchemaDifference;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ServerFailure;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.mariadb.schema.IndexBuild;
import org.turntable.tool.mariadb.schema.IndexBuildProgress;
import org.turntable.tool.mariadb.schema.ReplicaLag;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a missing index to a table while players write to it. */
@Command(
        name = "add-index",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = {
            "Adds an index that schema check reports as missing to the live table, with the account "
                    + "database.migration.user. Writes continue; if others lock the table, it stops waiting "
                    + "after a second and tries again.",
            "The replica builds the index after the primary: for about the same time it is behind, and a "
                    + "fail-over would wait for it. The account database.monitor.user observes that; without its "
                    + "password database.migration.user, which the replica refuses under a fail-over agent."
        })
public final class AddIndexCommand implements Callable<Integer> {
    private static final int MAX_NAME_LENGTH = 60;
    private static final int MAX_TRIES = 1_000;
    private static final double POLL_SECONDS = 1;

    @Mixin
    private CommonOptions common;

    @Parameters(
            paramLabel = "TABLE.INDEX",
            description = "The index as schema check names it, such as " + "prize_unit.free_units.")
    private String title;

    @Option(
            names = "--by",
            required = true,
            paramLabel = "NAME",
            description = "Name of the person; recorded in index_addition.")
    private String by;

    @Option(names = "--dry-run", description = "Show the statement and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "30",
            description = "Number of tries if others lock the table (default: ${DEFAULT-VALUE}).")
    private int tries;

    @Option(
            names = "--pause",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "Time between two tries (default: ${DEFAULT-VALUE}).")
    private int pause;

    @Option(
            names = "--lag-limit",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait for the replica to build it, too (default: ${DEFAULT-VALUE}).")
    private int lagLimit;

    @Option(names = "--json", description = "Print JSON at the end.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        require(
                !by.isBlank() && by.strip().length() <= MAX_NAME_LENGTH,
                "--by must have 1 to " + MAX_NAME_LENGTH + " characters");
        require(tries >= 1 && tries <= MAX_TRIES, "--tries must be 1 to " + MAX_TRIES);
        require(pause >= 0 && pause <= 3_600, "--pause must be 0 to 3600 seconds");
        require(lagLimit >= 0 && lagLimit <= 86_400, "--lag-limit must be 0 to 86400 seconds");
        IndexDefinition index = expected();
        DatabaseSettings settings = common.settings().readDatabaseForMigration();
        DatabaseSettings monitor = common.settings().readDatabaseForMonitoring().orElse(settings);
        try (ToolDatabase database = new ToolDatabase(settings)) {
            try {
                return add(database, PoolSettings.of(monitor), index);
            } catch (IndexBuild.IndexBuildException impossible) {
                throw new CommandException(impossible.getMessage(), impossible);
            } catch (SQLException error) {
                throw database.failure(error);
            }
        }
    }

    private IndexDefinition expected() {
        int dot = title.indexOf('.');
        require(dot > 0, "'" + title + "' is not TABLE.INDEX");
        IndexDefinition index = ExpectedSchema.ofThisBuild()
                .find(title.substring(0, dot), title.substring(dot + 1))
                .orElseThrow(() -> new CommandException(title
                        + " is not an index that this build expects; a new index is a migration, so that every "
                        + "database and every test has it"));
        if (index.isPrimary()) {
            throw new CommandException(title
                    + " is a primary key: it cannot be added during writes; rebuild this server from the other "
                    + "one or from a backup");
        }
        return index;
    }

    private int add(ToolDatabase database, MariaDbPools.Access monitor, IndexDefinition index)
            throws SQLException, IndexBuild.IndexBuildException, InterruptedException {
        IndexBuild build = new IndexBuild(database.pool(), index);
        SchemaDifference difference;
        try (Connection connection = database.pool().getConnection()) {
            difference = ExpectedSchema.ofThisBuild().differencesTo(LiveSchema.read(connection)).stream()
                    .filter(found -> found.isHarmful() && found.expected().equals(index)
                            || found.kind() == SchemaDifference.Kind.NO_TABLE
                                    && found.title().equals(index.table()))
                    .findFirst()
                    .orElse(null);
        }
        if (difference == null) {
            print(index.title() + " exists; nothing to do.");
            return finish(index, "there", 0);
        }
        if (difference.kind() != SchemaDifference.Kind.MISSING) {
            throw new CommandException(difference.description() + ": " + difference.remedy());
        }
        if (dryRun) {
            print("Would run on the primary: " + build.statement() + " (lock wait limit " + IndexBuild.LOCK_WAIT_SECONDS
                    + " s, " + tries + " tries). Nothing was changed.");
            return finish(index, "dry run", 0);
        }
        print("Building " + index.title() + " (" + index.columns() + ") during writes …");
        long begun = System.nanoTime();
        boolean added = build.run(
                by.strip(),
                tries,
                Duration.ofSeconds(pause),
                this::printProgress,
                attempt -> print("  try " + attempt + " of " + tries + ": others lock the table; "
                        + (attempt < tries ? "again in " + pause + " s" : "giving up")));
        if (!added) {
            throw new CommandException("others locked " + index.table() + " in each of " + tries
                    + " tries, so nothing was changed: find the open transaction with SHOW PROCESSLIST, then "
                    + "try again");
        }
        print("Added on the primary in " + seconds(begun) + ".");
        return finish(index, "added", awaitReplicas(database, monitor));
    }

    private void printProgress(IndexBuildProgress progress) {
        print(String.format(
                Locale.ROOT,
                "  %3d s  %s%s",
                progress.seconds(),
                progress.state(),
                progress.percent() > 0 ? String.format(Locale.ROOT, ", %.0f %%", progress.percent()) : ""));
    }

    /**
     * Waits until each of the other servers has the index; returns the seconds until then, or -1 if one of them did not
     * have it within the limit.
     */
    private long awaitReplicas(ToolDatabase database, MariaDbPools.Access monitor) throws SQLException {
        String position;
        try (Connection primary = database.pool().getConnection()) {
            position = ReplicaLag.position(primary);
        }
        long begun = System.nanoTime();
        long end = begun + Duration.ofSeconds(lagLimit).toNanos();
        for (String server : monitor.hosts()) {
            try (Connection connection = MariaDbPools.connect(monitor, server)) {
                // The primary itself applies nothing, so waiting for it would never end.
                while (!Writability.of(connection) && !ReplicaLag.reached(connection, position, POLL_SECONDS)) {
                    print("  " + server + " builds the index and is " + seconds(begun) + " behind");
                    if (System.nanoTime() - end > 0) {
                        print(server + " did not finish within " + lagLimit
                                + " s; check again with turntable-ops schema check.");
                        return -1;
                    }
                }
            } catch (SQLException failed) {
                print("The lag is not known: " + server + " " + ServerFailure.sentence(failed, monitor.user()));
                return -1;
            }
        }
        print("Every server has the index; the slowest was " + seconds(begun) + " behind.");
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }

    private int finish(IndexDefinition index, String outcome, long lagSeconds) {
        if (json) {
            Json.print(
                    spec.commandLine().getOut(),
                    Map.of("index", index.title(), "outcome", outcome, "replicaBehindSeconds", lagSeconds));
        }
        return ExitCode.OK;
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
    }

    private void require(boolean valid, String message) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void print(String line) {
        if (!json) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }
}
