package org.turntable.testing.reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.turntable.testing.stack.ProjectFiles;

/**
 * A page of the reference with generated blocks. A block stands between the lines {@code <!-- generated: NAME -->} and
 * {@code <!-- end -->}; the text around it is written by hand.
 *
 * @param name the file in {@code src/site/markdown}
 * @param blocks the text of each block by its name
 */
public record ReferencePage(String name, Map<String, Supplier<String>> blocks) {
    private static final Pattern BLOCK = Pattern.compile("(?s)(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)");

    /** Where the page is. */
    public Path file() {
        return ProjectFiles.root().resolve("src/site/markdown").resolve(name);
    }

    /** The page as it is on the disk. */
    public String present() throws IOException {
        return Files.readString(file(), StandardCharsets.UTF_8);
    }

    /**
     * The page with all blocks made anew.
     *
     * @throws IllegalStateException when a block is missing on the page, or the page has one that is not known
     */
    public String fresh() throws IOException {
        String present = present();
        var found =
                BLOCK.matcher(present).results().map(block -> block.group(2)).collect(Collectors.toSet());
        if (!found.equals(blocks.keySet())) {
            throw new IllegalStateException(name + " has the generated blocks " + new TreeSet<>(found) + " and needs "
                    + new TreeSet<>(blocks.keySet()));
        }
        return BLOCK.matcher(present).replaceAll(block -> Matcher.quoteReplacement(filled(block)));
    }

    private String filled(MatchResult block) {
        return block.group(1) + blocks.get(block.group(2)).get().strip() + "\n" + block.group(3);
    }

    /** Writes the page with all blocks made anew. */
    public void write() throws IOException {
        Files.writeString(file(), fresh(), StandardCharsets.UTF_8);
    }
}
