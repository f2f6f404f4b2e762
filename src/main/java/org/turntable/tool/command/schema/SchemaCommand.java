package org.turntable.tool.command.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.config.DatabaseSettings;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.mariadb.pool.PoolSettings;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.mariadb.schema.LiveSchema;
import org.turntable.mariadb.schema.SchemaDifference;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ServerFailure;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks the tables and indexes that the SQL statements need. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Checks the tables and indexes that the application's SQL statements need.")
public final class SchemaCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: check");
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Compares each server of database.hosts, including the replica, with the schema that this build "
                        + "expects, and shows the differences. It uses the account database.monitor.user; without its "
                        + "password database.user, which the replica refuses under a fail-over agent.",
                "Exit code 1 if a table or an index is missing or different, or a server does not answer or refuses "
                        + "the log-in."
            })
    int check(@Mixin CommonOptions common, @Option(names = "--json", description = "Print JSON.") boolean json) {
        DatabaseSettings settings = common.settings()
                .readDatabaseForMonitoring()
                .orElseGet(() -> common.settings().readDatabase());
        MariaDbPools.Access access = PoolSettings.of(settings);
        ExpectedSchema expected = ExpectedSchema.ofThisBuild();
        Map<String, List<SchemaDifference>> differences = new TreeMap<>();
        Map<String, String> unavailable = new TreeMap<>();
        for (String server : access.hosts()) {
            try (Connection connection = MariaDbPools.connect(access, server)) {
                differences.put(server, expected.differencesTo(LiveSchema.read(connection)));
            } catch (SQLException failed) {
                unavailable.put(server, ServerFailure.sentence(failed, access.user()));
            }
        }
        boolean harmful = differences.values().stream().flatMap(List::stream).anyMatch(SchemaDifference::isHarmful);
        boolean matches = unavailable.isEmpty() && !harmful;
        if (json) {
            Json.print(spec.commandLine().getOut(), document(matches, differences, unavailable));
        } else {
            differences.keySet().forEach(server -> print(server, differences));
            unavailable.forEach((server, why) -> out(server + " " + why));
            out(
                    matches
                            ? "All " + expected.indexes().size() + " expected indexes exist."
                            : harmful ? "The schema differs from the expected one." : "Not every server was compared.");
        }
        return matches ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(String server, Map<String, List<SchemaDifference>> differences) {
        List<SchemaDifference> found = differences.get(server);
        out(server + (found.isEmpty() ? " is as expected" : ""));
        for (SchemaDifference difference : found) {
            out("  " + (difference.isHarmful() ? "wrong  " : "notice ") + difference.description());
            out("         " + remedy(server, difference, differences));
        }
    }

    /** Adding an index is replicated, so add-index does not repair one server alone. */
    private static String remedy(
            String server, SchemaDifference difference, Map<String, List<SchemaDifference>> differences) {
        boolean everywhere = differences.values().stream().allMatch(list -> list.contains(difference));
        return everywhere || difference.kind() != SchemaDifference.Kind.MISSING
                ? difference.remedy()
                : "the other server has it: wait while an add-index runs, else rebuild this server as the replica: "
                        + "turntable-ops rebuild " + server;
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static Map<String, Object> document(
            boolean matches, Map<String, List<SchemaDifference>> differences, Map<String, String> unavailable) {
        Map<String, Object> servers = new TreeMap<>();
        differences.forEach((server, found) -> servers.put(
                server,
                found.stream()
                        .map(difference -> {
                            Map<String, Object> document = new LinkedHashMap<>();
                            document.put("what", difference.title());
                            document.put("kind", difference.kind().name().toLowerCase(Locale.ROOT));
                            document.put("sentence", difference.description());
                            document.put("mend", remedy(server, difference, differences));
                            return document;
                        })
                        .toList()));
        return Map.of("sound", matches, "differences", servers, "away", unavailable);
    }
}
