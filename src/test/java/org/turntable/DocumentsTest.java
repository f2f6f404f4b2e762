package org.turntable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.config.SettingKey;
import org.turntable.player.PlayerId;
import org.turntable.redis.RedisKeys;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.tool.TurntableOps;
import picocli.CommandLine.Model.CommandSpec;

/** The README, the run books and the reference name only what the sources have. */
class DocumentsTest {
    private static final Path ROOT = ProjectFiles.root();
    private static final String REFERENCE = "src/site/markdown/";

    private static final int README_LINES = 150;

    private static final List<String> OTHERS =
            List.of("README.md", "README.zh-CN.md", "mariadb/README.md", "nginx/README.md", "tomcat-conf/README.md");
    /** A call of the tool with all that follows it, in a code span or on a line of its own, up to a comment. */
    private static final Pattern CALL =
            Pattern.compile("(?m)(?:^ *|`|-jar \\S*?|&& |/bin/)turntable-ops(?:\\.jar)? ([a-z][^`\n#]*)");
    /** An option, and not a dash inside of a word or of a quoted text. */
    private static final Pattern OPTION = Pattern.compile("(?<=^|\\s)--[a-z][a-z-]*");

    private static final CommandSpec TOOL = TurntableOps.commandLine().getCommandSpec();

    /** All documents by their paths. */
    private static Map<String, String> pages;

    @BeforeAll
    static void read() throws IOException {
        pages = new TreeMap<>();
        for (String page : OTHERS) {
            pages.put(page, text(ROOT.resolve(page)));
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve(REFERENCE))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                pages.put(ROOT.relativize(file).toString(), text(file));
            }
        }
    }

    @Test
    void theReadmeIsShort() {
        for (String readme : List.of("README.md", "README.zh-CN.md")) {
            long lines = pages.get(readme).lines().count();
            assertTrue(lines <= README_LINES, () -> readme + " has " + lines + " lines");
        }
    }

    @Test
    void bothReadmesShowTheSameCommands() {
        assertEquals(commandsIn("README.md"), commandsIn("README.zh-CN.md"));
        assertFalse(commandsIn("README.md").isEmpty());
    }

    private static List<String> commandsIn(String page) {
        return Pattern.compile("(?ms)^```sh\n(.*?)^```|`(mvn [^`]+)`")
                .matcher(pages.get(page))
                .results()
                .map(command -> Optional.ofNullable(command.group(1)).orElseGet(() -> command.group(2)))
                .toList();
    }

    @Test
    void theRedisKeysAreThoseOfTheSources() {
        RedisKeys.OfCampaign keys = new RedisKeys().of(7);
        Set<String> wanted = Stream.of(
                        keys.head(),
                        keys.taken(),
                        keys.ledger(),
                        keys.dead(),
                        keys.sweeper(),
                        keys.overdue(),
                        keys.recovery(),
                        keys.unwritten(),
                        keys.reports())
                .map(RedisKeys::text)
                .collect(Collectors.toCollection(TreeSet::new));
        PlayerId player = PlayerId.parse("A".repeat(22)).orElseThrow();
        wanted.add(RedisKeys.text(keys.player(player)).replace(player.toString(), "{id22}"));
        wanted.add(RedisKeys.text(keys.player(player)).replace(player.toString(), "{id22}") + ":aside:{epoch}");
        wanted.add(keys.asidePrefix() + "{uid}:{epoch}:{name}");
        wanted.add(RedisKeys.text(RedisKeys.weChatToken("app id:access")));
        wanted.add(RedisKeys.text(RedisKeys.weChatLease("app id:access")));
        wanted.addAll(Set.of("tt:session:{sha256}", "tt:sign-in:{subject}:{counter}", "tt:nodes"));
        Set<String> documented = all("(?m)^\\| `(tt:[^`]+)`", pages.get(REFERENCE + "redis-keys.md")).stream()
                .map(key -> key.replace("{id}", "{7}"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(wanted, documented);
    }

    @Test
    void everyRedisKeyThatAPageNamesIsInTheListOfKeys() {
        Set<String> known = all("(?m)^\\| `(tt:[^`]+)`", pages.get(REFERENCE + "redis-keys.md"));
        Set<String> wrong = new TreeSet<>();
        pages.forEach((page, text) -> all("(tt:\\{id}:[a-z]+(?::\\{id22})?)", text).stream()
                .filter(key -> known.stream().noneMatch(one -> one.equals(key) || one.startsWith(key + ":")))
                .forEach(key -> wrong.add(page + ": " + key)));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyCallOfTheToolIsOneThatItTakes() {
        List<String> wrong = new ArrayList<>();
        pages.forEach((page, text) -> calls(text)
                .forEach(call -> wrongIn(call).ifPresent(what -> wrong.add(page + ": " + call + ": " + what))));
        assertEquals(List.of(), wrong);
    }

    @Test
    void aCallThatTheToolDoesNotTakeIsFound() {
        assertEquals(
                List.of("push start turntable.war --by Wang", "nodes"),
                calls("`java -jar target/turntable-ops.jar push start turntable.war --by Wang`, `turntable-ops "
                        + "nodes`, `turntable-ops.jar`"));
        assertEquals(Optional.empty(), wrongIn("push start turntable.war --by Wang"));
        assertEquals(Optional.of("there is no command begin"), wrongIn("push begin turntable.war"));
        assertEquals(Optional.of("there is no command pusch"), wrongIn("pusch start turntable.war"));
        assertEquals(Optional.of("there is no option --who"), wrongIn("push start turntable.war --who Wang"));
    }

    /** Every call of the tool that a page shows, from its first command on; help texts are generated and left out. */
    private static List<String> calls(String text) {
        return CALL.matcher(text.replaceAll("(?s)```text\n.*?```", ""))
                .results()
                .map(call -> call.group(1).strip())
                .toList();
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
        return OPTION.matcher(call)
                .results()
                .map(MatchResult::group)
                .filter(option -> named.findOption(option) == null)
                .findFirst()
                .map(option -> "there is no option " + option);
    }

    @Test
    void everySettingThatAPageNamesWithAValueIsThere() {
        Set<String> keys = Stream.of(SettingKey.values()).map(SettingKey::key).collect(Collectors.toSet());
        Set<String> families = keys.stream().map(key -> key.split("\\.")[0]).collect(Collectors.toSet());
        Set<String> wrong = new TreeSet<>();
        pages.forEach((page, text) -> all("`([a-z]+(?:[.-][a-z-]+)+)(?:=[^`]*)?`", text).stream()
                .filter(key -> key.contains(".") && families.contains(key.split("\\.")[0]))
                .filter(key -> !keys.contains(key) && !keys.contains(key.replaceAll("\\.file$", "")))
                .filter(key -> !key.matches(".*\\.(md|conf|cnf|sql|journal|html|sha|xml|sh)"))
                .forEach(key -> wrong.add(page + ": " + key)));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/test/java"))) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        Set<String> wrong = new TreeSet<>();
        pages.forEach((page, text) -> all("`([A-Z][A-Za-z0-9]+(?:IT|Test))`", text).stream()
                .filter(test ->
                        !classes.contains(test) && !Set.of("XIT", "XTest").contains(test))
                .forEach(test -> wrong.add(page + ": " + test)));
        assertEquals(Set.of(), wrong, "tests that are not there");
    }

    @Test
    void everyClassInTheGlossaryIsThere() throws IOException {
        Set<String> names = all("(?m)^\\|[^|]+\\|[^|]+\\| `([^`]+)` \\|", pages.get(REFERENCE + "glossary.md"));
        assertFalse(names.isEmpty());
        Set<String> classes;
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/java"))) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        names.removeIf(name -> classes.contains(name.split("\\.")[0]));
        assertEquals(Set.of(), names, "classes that are not there");
    }

    @Test
    void everyLinkAndEveryFileThatIsNamedIsThere() {
        Set<String> missing = new TreeSet<>();
        pages.forEach((page, text) -> {
            Path folder = Optional.ofNullable(ROOT.resolve(page).getParent()).orElse(ROOT);
            all("](?:\\(|\\(<)([^)]+)\\)|(?<=src=\")([^\"]+)", text.replaceAll("(?s)```.*?```", "")).stream()
                    .filter(link -> !link.contains("://") && !isThere(page, folder, link))
                    .forEach(link -> missing.add(page + ": " + link));
            all("`((?:mariadb|redis|nginx|tomcat-conf|src)/[A-Za-z0-9/._-]*)`", text).stream()
                    .filter(file -> !Files.exists(ROOT.resolve(file)))
                    .forEach(file -> missing.add(page + ": " + file));
        });
        assertEquals(Set.of(), missing, "files that are not there");
    }

    @Test
    void everyPageIsReachedFromTheIndex() {
        Set<String> reached = new TreeSet<>();
        follow(REFERENCE + "index.md", reached);
        Set<String> lost = new TreeSet<>(pages.keySet());
        lost.removeAll(reached);
        lost.remove("README.zh-CN.md"); // linked by README.md, for readers of Chinese
        assertEquals(Set.of(), lost);
    }

    private static void follow(String page, Set<String> reached) {
        if (!pages.containsKey(page) || !reached.add(page) || page.equals("README.md")) {
            return;
        }
        all("]\\(([^)#]+)[^)]*\\)", pages.get(page))
                .forEach(link ->
                        follow(Path.of(page).resolveSibling(link).normalize().toString(), reached));
    }

    /**
     * A link to a file, and where it goes to a heading of that file, such as {@code nginx/README.md#two-entry-lines}.
     */
    private static boolean isThere(String page, Path folder, String link) {
        int anchor = link.indexOf('#');
        String name = anchor < 0 ? link : link.substring(0, anchor);
        Path file = name.isEmpty() ? ROOT.resolve(page) : folder.resolve(name).normalize();
        if (anchor < 0 || !Files.exists(file)) {
            return Files.exists(file);
        }
        return pages.getOrDefault(ROOT.relativize(file).toString(), "")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .anyMatch(link.substring(anchor + 1)::equals);
    }

    private static Set<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> Stream.iterate(1, group -> group <= match.groupCount(), group -> group + 1)
                        .map(match::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
