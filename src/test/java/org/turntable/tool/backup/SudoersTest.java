package org.turntable.tool.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.ProjectFiles;

/** mariadb/sudoers against the scripts whose commands it allows. */
class SudoersTest {
    private static final Pattern COMMAND =
            Pattern.compile("/usr/local/sbin/(turntable-\\w+)([^,\\\\\\n]*)", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    private static String text() throws Exception {
        return Files.readString(ProjectFiles.file("mariadb/sudoers"));
    }

    private static Set<String> allowed(String script) throws Exception {
        String rules = text().replaceAll("(?m)^#.*\n", "");
        return COMMAND.matcher(rules)
                .results()
                .filter(command -> command.group(1).equals(script))
                .map(command -> command.group(2).strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The patterns of the script's last case, "verb" and number of words. */
    private static Set<String> verbs(String script, String pattern) throws Exception {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(Files.readString(ProjectFiles.file("mariadb/" + script)))
                .results()
                .map(verb -> verb.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyCommandOfTheScriptsIsAllowedWithItsExactArgumentsAndNoOther() throws Exception {
        Set<String> backups = allowed("turntable-backup").stream()
                .map(command -> command.split(" ")[0] + " " + command.split(" ").length)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(verbs("turntable-backup", "^  '(\\w+ \\d)'\\)"), backups);
        assertEquals(Set.of("start MASTER", "start SLAVE", "kill"), allowed("turntable-db"));
        assertTrue(allowed("turntable-backup").contains("follow @OTHER_HOST@ @OTHER_PORT@"));
    }

    @Test
    void noRuleHasAWildcardOrLeavesArgumentsOpen() throws Exception {
        assertFalse(text().contains("*"));
        assertFalse(allowed("turntable-backup").contains(""));
        assertFalse(allowed("turntable-db").contains(""));
        assertFalse(text().replaceAll("!setenv", "").toLowerCase(Locale.ROOT).contains("setenv"));
    }

    @Test
    void sudoAcceptsTheFile() throws Exception {
        Path visudo = Installed.orSkip(
                Optional.of(Path.of("/usr/sbin/visudo")).filter(Files::isExecutable),
                "sudo is not installed: apt-get install sudo");
        Path filled = Files.writeString(
                folder.resolve("turntable"),
                text().replace("@OTHER_HOST@", "10.20.0.12").replace("@OTHER_PORT@", "3306"));
        Process process = new ProcessBuilder(visudo.toString(), "-cf", filled.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }
}
