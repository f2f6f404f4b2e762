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
                        + "expects, and shows the differences.",
                "Exit code 1 if a table or an index is missing or different, or a server does not answer."
            })
    int check(@Mixin CommonOptions common, @Option(names = "--json", description = "Print JSON.") boolean json) {
        DatabaseSettings settings = common.settings().readDatabase();
        MariaDbPools.Access access = PoolSettings.of(settings);
        ExpectedSchema expected = ExpectedSchema.ofThisBuild();
        Map<String, List<SchemaDifference>> differences = new TreeMap<>();
        Map<String, String> unavailable = new TreeMap<>();
        for (String server : access.hosts()) {
            try (Connection connection = MariaDbPools.connect(access, server)) {
                differences.put(server, expected.differencesTo(LiveSchema.read(connection)));
            } catch (SQLException failed) {
                unavailable.put(server, String.valueOf(failed.getMessage()));
            }
        }
        boolean matches = unavailable.isEmpty()
                && differences.values().stream().flatMap(List::stream).noneMatch(SchemaDifference::isHarmful);
        if (json) {
            Json.print(spec.commandLine().getOut(), document(matches, differences, unavailable));
        } else {
            differences.forEach(this::print);
            unavailable.forEach((server, why) -> out(server + " does not answer: " + why));
            out(
                    matches
                            ? "All " + expected.indexes().size() + " expected indexes exist."
                            : "The schema differs " + "from the expected one.");
        }
        return matches ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(String server, List<SchemaDifference> differences) {
        out(server + (differences.isEmpty() ? " is as expected" : ""));
        for (SchemaDifference difference : differences) {
            out("  " + (difference.isHarmful() ? "wrong  " : "notice ") + difference.description());
            out("         " + difference.remedy());
        }
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static Map<String, Object> document(
            boolean matches, Map<String, List<SchemaDifference>> differences, Map<String, String> unavailable) {
        Map<String, Object> servers = new TreeMap<>();
        differences.forEach((server, list) -> servers.put(
                server,
                list.stream()
                        .map(difference -> {
                            Map<String, Object> document = new LinkedHashMap<>();
                            document.put("what", difference.title());
                            document.put("kind", difference.kind().name().toLowerCase(Locale.ROOT));
                            document.put("sentence", difference.description());
                            document.put("mend", difference.remedy());
                            return document;
                        })
                        .toList()));
        return Map.of("sound", matches, "differences", servers, "away", unavailable);
    }
}
