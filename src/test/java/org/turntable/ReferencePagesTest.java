package org.turntable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turntable.testing.reference.MetricsBlock;
import org.turntable.testing.reference.Reference;
import org.turntable.testing.reference.ReferencePage;
import org.turntable.testing.stack.ProjectFiles;

/** The generated blocks of the reference are those that the code makes now. */
class ReferencePagesTest {
    /** Set by {@code mvn -Preference}: the pages are written instead of compared. */
    private static final boolean WRITE = Boolean.getBoolean("reference.write");

    static Stream<ReferencePage> pages() {
        return Reference.PAGES.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theGeneratedBlocksOfAPageAreFresh(ReferencePage page) throws IOException {
        if (WRITE) {
            page.write();
        }
        assertEquals(
                page.fresh(),
                page.present(),
                () -> page.file() + " is out of date: run mvn -Preference, look at the change and commit it");
    }

    @Test
    void everyClassThatRegistersMetricsIsInThePageOfMetrics() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(ProjectFiles.root().resolve("src/main/java"))) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("Metrics.java"))
                    .map(file -> file.replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> known = new TreeSet<>(MetricsBlock.OF_NODES.keySet());
        known.addAll(MetricsBlock.OF_THE_AGENT.keySet());
        assertEquals(classes, known);
    }
}
