package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.ProjectFiles;

/** The edge's own pages run and show only what their policy has the hash of. */
class EdgePagesTest {
    private static final Path NGINX = ProjectFiles.file("nginx");

    @Test
    void thePolicyOfThePageHasTheHashesOfItsStyleAndItsScript() throws Exception {
        String page = Files.readString(NGINX.resolve("pages/back-in-a-moment.html"));
        assertHashes(page, Files.readString(NGINX.resolve("parts/page-headers.conf")));
    }

    @Test
    void thePolicyOfARefusalHasTheHashOfTheStyleOfBothLanguages() throws Exception {
        String refusals = Files.readString(NGINX.resolve("parts/refused-paths.conf"));
        assertHashes(refusals, refusals);
    }

    private static void assertHashes(String page, String configuration) throws NoSuchAlgorithmException {
        for (String kind : List.of("style", "script")) {
            Set<String> wanted = new TreeSet<>();
            for (String content : all("(?s)<" + kind + ">(.*?)</" + kind + ">", page)) {
                // What nginx writes into it would change the hash.
                assertFalse(content.contains("<!--#"), content);
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
                wanted.add("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
            }
            Set<String> allowed = new TreeSet<>();
            all(kind + "-src ([^;\"]+)", configuration).forEach(value -> allowed.addAll(List.of(value.split(" "))));
            assertEquals(wanted, allowed, kind);
        }
        assertEquals(Set.of(), all("<[^>]*( style=| on[a-z]+=)", page), "what no hash can allow");
    }

    @Test
    void noPolicyOfTheEdgeAllowsWhatIsInlineInGeneral() throws IOException {
        try (Stream<Path> files = Files.walk(NGINX)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains("unsafe-"), file::toString);
            }
        }
    }

    private static Set<String> all(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }
}
