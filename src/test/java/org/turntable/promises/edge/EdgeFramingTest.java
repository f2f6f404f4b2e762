package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.ProjectFiles;

/**
 * No location changes how a body is framed without changing the head that says so: a node that is promised a body which
 * does not come takes the next request on the connection for it. Read from every file of the edge's configuration.
 */
class EdgeFramingTest {
    /** Directives that take or replace a body, or make a request one that has none. */
    private static final List<String> DROPS_THE_BODY = List.of("proxy_pass_request_body off", "proxy_method ");

    private static final List<String> EMPTY_HEAD =
            List.of("proxy_set_header Content-Length \"\"", "proxy_set_header Transfer-Encoding \"\"");

    @Test
    void whatDropsTheBodyDropsItsLengthInTheSameLocation() throws IOException {
        List<String> found = new ArrayList<>();
        for (Block location : locations()) {
            if (DROPS_THE_BODY.stream().anyMatch(location::has)) {
                found.add(location.name());
                assertTrue(location.has("proxy_pass_request_body off"), () -> location + ": a method without a body");
                EMPTY_HEAD.forEach(head -> assertTrue(location.has(head), () -> location + " lacks " + head));
            }
        }
        assertEquals(2, found.size(), found::toString);
    }

    /**
     * Outside of a location it would hold for all of them, and no location with a header of its own inherits the head.
     */
    @Test
    void noFileDropsABodyForMoreThanOneLocation() throws IOException {
        for (Path file : files()) {
            String outside = text(file);
            for (Block location : locations(file)) {
                outside = outside.replace(location.body(), "");
            }
            String rest = outside;
            for (String directive : List.of(
                    "proxy_pass_request_body",
                    "proxy_method",
                    "proxy_set_body",
                    "proxy_pass_request_headers",
                    "Content-Length",
                    "Transfer-Encoding")) {
                assertTrue(!rest.contains(directive), () -> file + " has " + directive + " outside of a location");
            }
        }
    }

    @Test
    void aMirrorWithoutTheBodyAsksALocationThatDropsItsLength() throws IOException {
        int mirrors = 0;
        for (Block location : locations()) {
            assertTrue(!location.has("proxy_set_body"), () -> location + " replaces a body");
            assertTrue(!location.has("proxy_request_buffering off"), () -> location + " passes on unfinished bodies");
            assertEquals(location.has("mirror "), location.has("mirror_request_body off"), location::toString);
            Matcher mirror = Pattern.compile("(?m)^\\s*mirror\\s+(\\S+);").matcher(location.body());
            while (mirror.find()) {
                mirrors++;
                Block asked = locations().stream()
                        .filter(other -> other.serves(mirror.group(1)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no location for " + mirror.group(1)));
                assertTrue(asked.has("proxy_pass_request_body off"), asked::toString);
            }
        }
        assertEquals(2, mirrors);
    }

    /** One location with all that stands in it. */
    private record Block(String name, String body) {
        boolean has(String directive) {
            return Pattern.compile("(?m)^\\s*" + Pattern.quote(directive))
                    .matcher(body)
                    .find();
        }

        boolean serves(String path) {
            return name.startsWith("~ ")
                    && Pattern.compile(name.substring(2)).matcher(path).find();
        }

        @Override
        public String toString() {
            return "location " + name;
        }
    }

    private static List<Block> locations() throws IOException {
        List<Block> all = new ArrayList<>();
        for (Path file : files()) {
            all.addAll(locations(file));
        }
        assertTrue(all.size() > 15, () -> "only " + all);
        return all;
    }

    private static List<Block> locations(Path file) throws IOException {
        List<Block> found = new ArrayList<>();
        String text = text(file);
        Matcher head = Pattern.compile("(?m)^\\s*location (.*) \\{$").matcher(text);
        while (head.find()) {
            int depth = 1;
            int end = head.end();
            while (depth > 0) {
                char one = text.charAt(end++);
                // Braces inside of texts and expressions come in pairs.
                depth += one == '{' ? 1 : one == '}' ? -1 : 0;
            }
            found.add(new Block(head.group(1), text.substring(head.end(), end)));
        }
        return found;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).replaceAll("(?m)^\\s*#.*$", "");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(ProjectFiles.file("nginx"))) {
            return all.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }
}
