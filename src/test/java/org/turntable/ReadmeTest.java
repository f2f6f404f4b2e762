package org.turntable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.app.SettingKey;
import org.turntable.cli.TurntableOps;
import org.turntable.stack.ProjectFiles;
import picocli.CommandLine.Model.CommandSpec;

/** What the README and the run books say is what the sources have: a page that is wrong is worse than none. */
class ReadmeTest {
    private static final Path ROOT = ProjectFiles.root();
    private static final Path SOURCES = ROOT.resolve("src/main/java/org/turntable");
    /** Where Tomcat sends its own errors; nobody asks for it. */
    private static final String INTERNAL = "/error";

    private static final List<String> RUN_BOOKS = List.of("mariadb/README.md", "nginx/README.md", "tomcat-conf/README.md");
    /** A call of the tool with all that follows it, in a code span or on a line of its own, up to a remark. */
    private static final Pattern CALL = Pattern.compile("(?m)(?:^ *|`|-jar \\S*?)turntable-ops(?:\\.jar)? ([a-z][^`\n#]*)");
    /** An option, and not a dash inside of a word or of what is quoted. */
    private static final Pattern OPTION = Pattern.compile("(?<=^|\\s)--[a-z][a-z-]*");

    private static final CommandSpec TOOL = TurntableOps.commandLine().getCommandSpec();

    private static String readme;
    /** The README and the run books, by their paths. */
    private static Map<String, String> pages;

    @BeforeAll
    static void read() throws IOException {
        readme = text(ROOT.resolve("README.md"));
        pages = new TreeMap<>(Map.of("README.md", readme));
        for (String runBook : RUN_BOOKS) {
            pages.put(runBook, text(ROOT.resolve(runBook)));
        }
    }

    @Test
    void theSettingsAreThoseOfTheOneListInItsOrderAndWithItsMeanings() {
        Map<String, String> wanted = new LinkedHashMap<>();
        Arrays.stream(SettingKey.values()).forEach(setting -> wanted.put(setting.key(), setting.meaning()));
        Map<String, String> told = new LinkedHashMap<>();
        rows("Settings").forEach(row -> told.put(inCode(row[0]), row[2]));
        assertEquals(lines(wanted), lines(told));
    }

    @Test
    void everyDefaultIsTheOneThatIsUsed() {
        Map<String, String> wanted = new LinkedHashMap<>();
        Arrays.stream(SettingKey.values()).forEach(setting -> wanted.put(setting.key(), setting.defaultValue().orElse("")));
        Map<String, String> told = new LinkedHashMap<>();
        rows("Settings").forEach(row -> told.put(inCode(row[0]), inCode(row[1])));
        assertEquals(lines(wanted), lines(told));
    }

    @Test
    void thePathsAreThoseOfTheRouteTable() throws IOException {
        Set<String> routes = all("\\.route\\(\"([^\"]+)\"", text(SOURCES.resolve("app/Routes.java")));
        assertFalse(routes.isEmpty(), "no route was found in Routes.java");
        routes.add("/assets/*");
        routes.remove(INTERNAL);
        Set<String> told = new TreeSet<>();
        rows("Routes").forEach(row -> told.addAll(all("[` ](/[^\\s`]*)`", row[0])));
        assertEquals(routes, told);
    }

    @Test
    void theMetricsAreThoseOfTheSources() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path file : sources("Metrics.java")) {
            names.addAll(all("\"(turntable_[a-z_]+)\"", text(file)));
        }
        assertFalse(names.isEmpty(), "no metric was found in the sources");
        assertEquals(names, all("(?m)^\\| `(turntable_[a-z_]+)", readme));
    }

    @Test
    void everyKeyOfRedisThatIsNamedIsThere() throws IOException {
        Set<String> keys = all("\\{@code (tt:\\{7}:[a-z]+(?::\\{id22})?)}", text(SOURCES.resolve("redis/RedisKeys.java")));
        assertFalse(keys.isEmpty(), "no key was found in RedisKeys.java");
        Set<String> told = all("`(tt:\\{[^`]+)`", readme.replace("{id}", "{7}"));
        told.removeAll(keys);
        assertEquals(Set.of(), told, "keys that nobody writes");
    }

    @Test
    void everyCommandOfTheToolIsNamedAndNoOther() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (Path file : sources("Command.java")) {
            commands.addAll(all("@Command\\(name = \"([^\"]+)\"", text(file)));
        }
        assertFalse(commands.isEmpty(), "no command was found in the sources");
        for (String command : commands) {
            assertTrue(Pattern.compile("`(?:[^`\n]* )?" + command + "[ `]").matcher(readme).find(), () -> command + " is not in the README");
        }
    }

    @Test
    void everyCallOfTheToolIsOneThatItTakes() {
        List<String> wrong = new ArrayList<>();
        pages.forEach((page, text) -> calls(text).forEach(call -> wrongIn(call).ifPresent(what -> wrong.add(page + ": " + call + ": " + what))));
        assertEquals(List.of(), wrong);
    }

    @Test
    void aCallThatTheToolDoesNotTakeIsFound() {
        assertEquals(List.of("push start turntable.war --by Wang", "nodes"),
                calls("`java -jar target/turntable-ops.jar push start turntable.war --by Wang`, `turntable-ops nodes`, `turntable-ops.jar`"));
        assertEquals(Optional.empty(), wrongIn("push start turntable.war --by Wang"));
        assertEquals(Optional.of("there is no command begin"), wrongIn("push begin turntable.war"));
        assertEquals(Optional.of("there is no command pusch"), wrongIn("pusch start turntable.war"));
        assertEquals(Optional.of("there is no option --who"), wrongIn("push start turntable.war --who Wang"));
    }

    /** Every call of the tool that a page shows, from its first command on. */
    private static List<String> calls(String text) {
        return CALL.matcher(text).results().map(call -> call.group(1).strip()).toList();
    }

    /** What the tool would not understand. */
    private static Optional<String> wrongIn(String call) {
        CommandSpec command = TOOL;
        for (String word : call.split("\\s+")) {
            if (command.subcommands().isEmpty() || word.startsWith("-") || word.equals("…")) {
                break;
            }
            if (!command.subcommands().containsKey(word)) {
                return Optional.of("there is no command " + word);
            }
            command = command.subcommands().get(word).getCommandSpec();
        }
        CommandSpec named = command;
        return OPTION.matcher(call).results().map(MatchResult::group).filter(option -> named.findOption(option) == null).findFirst()
                .map(option -> "there is no option " + option);
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/test/java"))) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", "")).collect(Collectors.toSet());
        }
        Set<String> named = all("`([A-Z][A-Za-z]+(?:IT|Test))`", readme);
        named.removeAll(classes);
        named.removeAll(Set.of("XIT", "XTest"));
        assertEquals(Set.of(), named, "tests that are not there");
    }

    @Test
    void everyLinkAndEveryFileThatIsNamedIsThere() {
        Set<String> missing = new TreeSet<>();
        pages.forEach((page, text) -> {
            Path folder = ROOT.resolve(page).getParent();
            all("]\\(([^)]+)\\)", text).stream().filter(link -> !isThere(folder, link)).forEach(link -> missing.add(page + ": " + link));
            all("`((?:mariadb|redis|nginx|tomcat-conf|src)/[A-Za-z0-9/._-]*)`", text).stream().filter(file -> !Files.exists(ROOT.resolve(file)))
                    .forEach(file -> missing.add(page + ": " + file));
        });
        assertEquals(Set.of(), missing, "files that are not there");
    }

    /** A link to a file, and where it goes to a heading of that file, such as {@code nginx/README.md#two-entry-lines}. */
    private static boolean isThere(Path folder, String link) {
        int anchor = link.indexOf('#');
        Path file = folder.resolve(anchor < 0 ? link : link.substring(0, anchor)).normalize();
        if (anchor < 0 || !Files.exists(file)) {
            return Files.exists(file);
        }
        String page = pages.getOrDefault(ROOT.relativize(file).toString(), "");
        return page.lines().filter(line -> line.startsWith("#")).map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .anyMatch(link.substring(anchor + 1)::equals);
    }

    /** The cells of the tables' rows in a section, without heads and rules. */
    private static List<String[]> rows(String section) {
        Matcher found = Pattern.compile("(?ms)^##+ " + section + "$(.*?)(?=^##|\\z)").matcher(readme);
        assertTrue(found.find(), "the README has no section " + section);
        return found.group(1).lines().filter(line -> line.startsWith("| `")).map(line -> line.substring(2, line.length() - 2).split(" \\| ", 3)).toList();
    }

    /** What stands in code marks in a cell; empty where nothing does. */
    private static String inCode(String cell) {
        String[] parts = cell.split("`");
        return parts.length > 1 ? parts[1] : "";
    }

    private static String lines(Map<String, String> map) {
        return map.entrySet().stream().map(entry -> entry.getKey() + " = " + entry.getValue()).collect(Collectors.joining("\n"));
    }

    private static List<Path> sources(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static Set<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
