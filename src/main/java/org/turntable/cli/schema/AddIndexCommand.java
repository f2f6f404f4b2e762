package org.turntable.cli.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.app.DatabaseAccess;
import org.turntable.app.Settings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.MariaDbPools;
import org.turntable.mariadb.pool.Writability;
import org.turntable.mariadb.schema.BuildProgress;
import org.turntable.mariadb.schema.Difference;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.mariadb.schema.Index;
import org.turntable.mariadb.schema.IndexBuild;
import org.turntable.mariadb.schema.LiveSchema;
import org.turntable.mariadb.schema.ReplicaLag;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a missing index back while players write. */
@Command(name = "add-index", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class, description = {
    "Adds an index that schema check says is missing to the live table, with the account database.migration.user. Writes go on; where others hold the "
            + "table it gives way after a second and tries again.",
    "The replica builds the index after the primary has: it is behind for about as long, and a fail-over in that time would wait for it."})
public final class AddIndexCommand implements Callable<Integer> {
    private static final int LONGEST_NAME = 60;
    private static final int MOST_TRIES = 1_000;
    private static final double SECONDS_A_LOOK = 1;

    @Mixin
    private CommonOptions common;
    @Parameters(paramLabel = "TABLE.INDEX", description = "As schema check names it, such as prize_unit.free_units.")
    private String title;
    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who does it; recorded in index_addition.")
    private String by;
    @Option(names = "--dry-run", description = "Only show what would be run.")
    private boolean dryRun;
    @Option(names = "--tries", paramLabel = "N", defaultValue = "30", description = "How often to try when others hold the table (${DEFAULT-VALUE}).")
    private int tries;
    @Option(names = "--pause", paramLabel = "SECONDS", defaultValue = "2", description = "Between two tries (${DEFAULT-VALUE}).")
    private int pause;
    @Option(names = "--lag-limit", paramLabel = "SECONDS", defaultValue = "600",
            description = "How long to watch until the replica has built it too (${DEFAULT-VALUE}).")
    private int lagLimit;
    @Option(names = "--json", description = "Answer as JSON at the end.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        require(!by.isBlank() && by.strip().length() <= LONGEST_NAME, "--by has to be 1 to " + LONGEST_NAME + " characters");
        require(tries >= 1 && tries <= MOST_TRIES, "--tries has to be 1 to " + MOST_TRIES);
        require(pause >= 0 && pause <= 3_600, "--pause has to be 0 to 3600 seconds");
        require(lagLimit >= 0 && lagLimit <= 86_400, "--lag-limit has to be 0 to 86400 seconds");
        Index index = expected();
        Settings.Database settings = common.settings().readDatabaseForMigration();
        try (Database database = new Database(settings)) {
            try {
                return add(database, DatabaseAccess.of(settings), index);
            } catch (IndexBuild.Impossible impossible) {
                throw new CommandFailure(impossible.getMessage(), impossible);
            } catch (SQLException error) {
                throw database.failure(error);
            }
        }
    }

    private Index expected() {
        int dot = title.indexOf('.');
        require(dot > 0, "'" + title + "' is no TABLE.INDEX");
        Index index = ExpectedSchema.ofThisBuild().find(title.substring(0, dot), title.substring(dot + 1)).orElseThrow(() -> new CommandFailure(title
                + " is not among the indexes that this build expects; a new index is a migration, so that every database and every test has it"));
        if (index.isPrimary()) {
            throw new CommandFailure(title + " is a primary key: it cannot be added beside writes; rebuild the table's server from the other one or a backup");
        }
        return index;
    }

    private int add(Database database, MariaDbPools.Access access, Index index) throws SQLException, IndexBuild.Impossible, InterruptedException {
        IndexBuild build = new IndexBuild(database.pool(), index);
        Difference difference;
        try (Connection connection = database.pool().getConnection()) {
            difference = ExpectedSchema.ofThisBuild().differencesTo(LiveSchema.read(connection)).stream().filter(found -> found.hurts()
                    && found.expected().equals(index) || found.kind() == Difference.Kind.NO_TABLE && found.title().equals(index.table())).findFirst().orElse(null);
        }
        if (difference == null) {
            say(index.title() + " is there; nothing to do.");
            return finish(index, "there", 0);
        }
        if (difference.kind() != Difference.Kind.MISSING) {
            throw new CommandFailure(difference.sentence() + ": " + difference.mend());
        }
        if (dryRun) {
            say("Would run on the primary: " + build.statement() + " (giving way after " + IndexBuild.LOCK_WAIT_SECONDS + " s, " + tries + " tries). Nothing was changed.");
            return finish(index, "dry run", 0);
        }
        say("Building " + index.title() + " (" + index.columns() + ") beside the writes …");
        long begun = System.nanoTime();
        boolean added = build.run(by.strip(), tries, Duration.ofSeconds(pause), this::told, tried -> say(
                "  try " + tried + " of " + tries + ": others hold the table; " + (tried < tries ? "again in " + pause + " s" : "given up")));
        if (!added) {
            throw new CommandFailure("others held " + index.table() + " in each of " + tries + " tries, so nothing was changed: look for a transaction that stays open "
                    + "(SHOW PROCESSLIST), then try again");
        }
        say("Added on the primary in " + seconds(begun) + ".");
        return finish(index, "added", watchReplicas(database, access));
    }

    private void told(BuildProgress progress) {
        say(String.format(Locale.ROOT, "  %3d s  %s%s", progress.seconds(), progress.state(),
                progress.percent() > 0 ? String.format(Locale.ROOT, ", %.0f %%", progress.percent()) : ""));
    }

    /** Until each of the other servers has it, too; how many seconds that took, -1 when one of them did not within the limit. */
    private long watchReplicas(Database database, MariaDbPools.Access access) throws SQLException {
        String position;
        try (Connection primary = database.pool().getConnection()) {
            position = ReplicaLag.position(primary);
        }
        long begun = System.nanoTime();
        long end = begun + Duration.ofSeconds(lagLimit).toNanos();
        for (String server : access.hosts()) {
            try (Connection connection = MariaDbPools.connect(access, server)) {
                // The writer itself applies nothing, and would be waited for in vain.
                while (!Writability.of(connection) && !ReplicaLag.reached(connection, position, SECONDS_A_LOOK)) {
                    say("  " + server + " builds it too and is " + seconds(begun) + " behind");
                    if (System.nanoTime() - end > 0) {
                        say(server + " was not done within " + lagLimit + " s; look again with turntable-ops schema check.");
                        return -1;
                    }
                }
            } catch (SQLException away) {
                say(server + " cannot be asked how far it is: " + away.getMessage());
                return -1;
            }
        }
        say("Every server has it; the slowest was " + seconds(begun) + " behind.");
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }

    private int finish(Index index, String outcome, long lagSeconds) {
        if (json) {
            Json.print(spec.commandLine().getOut(), Map.of("index", index.title(), "outcome", outcome, "replicaBehindSeconds", lagSeconds));
        }
        return ExitCode.OK;
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private void say(String line) {
        if (!json) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }
}
