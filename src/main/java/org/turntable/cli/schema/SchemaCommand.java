package org.turntable.cli.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.app.DatabaseAccess;
import org.turntable.app.Settings;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.MariaDbPools;
import org.turntable.mariadb.schema.Difference;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.mariadb.schema.LiveSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tables and indexes that the statements stand on. */
@Command(name = "schema", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Looks after the tables and indexes that the application's statements stand on.")
public final class SchemaCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: check");
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = {
        "Compares each server of database.hosts, the replica too, with what this build expects, and says what differs.",
        "Exit code 1 when a table or an index is missing or is another one, or a server does not answer."})
    int check(@Mixin CommonOptions common, @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        Settings.Database settings = common.settings().readDatabase();
        MariaDbPools.Access access = DatabaseAccess.of(settings);
        ExpectedSchema expected = ExpectedSchema.ofThisBuild();
        Map<String, List<Difference>> differences = new TreeMap<>();
        Map<String, String> away = new TreeMap<>();
        for (String server : access.hosts()) {
            try (Connection connection = MariaDbPools.connect(access, server)) {
                differences.put(server, expected.differencesTo(LiveSchema.read(connection)));
            } catch (SQLException unanswered) {
                away.put(server, String.valueOf(unanswered.getMessage()));
            }
        }
        boolean sound = away.isEmpty() && differences.values().stream().flatMap(List::stream).noneMatch(Difference::hurts);
        if (json) {
            Json.print(spec.commandLine().getOut(), document(sound, differences, away));
        } else {
            differences.forEach(this::print);
            away.forEach((server, why) -> out(server + " does not answer: " + why));
            out(sound ? "All " + expected.indexes().size() + " expected indexes are there." : "Not as it should be.");
        }
        return sound ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(String server, List<Difference> differences) {
        out(server + (differences.isEmpty() ? " is as expected" : ""));
        for (Difference difference : differences) {
            out("  " + (difference.hurts() ? "wrong  " : "notice ") + difference.sentence());
            out("         " + difference.mend());
        }
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static Map<String, Object> document(boolean sound, Map<String, List<Difference>> differences, Map<String, String> away) {
        Map<String, Object> servers = new TreeMap<>();
        differences.forEach((server, list) -> servers.put(server, list.stream().map(difference -> {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("what", difference.title());
            told.put("kind", difference.kind().name().toLowerCase(Locale.ROOT));
            told.put("sentence", difference.sentence());
            told.put("mend", difference.mend());
            return told;
        }).toList()));
        return Map.of("sound", sound, "differences", servers, "away", away);
    }
}
