package org.turntable.promises.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellLogTest {
    @TempDir
    private Path folder;

    private CellLog log(String commit) {
        return new CellLog(folder.resolve("target/fault-matrix.tsv"), commit);
    }

    @Test
    void aCellIsDoneOnTheCommitOnWhichItWasGreenAndOnNoOther() {
        log("abc").add("one/1", List.of(), 3, "all is well");
        log("abc").add("two/1", List.of("a win is lost"), 3, "100 results");
        assertEquals(Set.of("one/1"), log("abc").green());
        assertEquals(Set.of(), log("abd").green());
    }

    @Test
    void whatWasSeenLastCounts() {
        log("abc").add("one/1", List.of("two\nlines"), 3, "100 results");
        log("abc").add("one/1", List.of(), 3, "all is well");
        assertEquals(Set.of("one/1"), log("abc").green());
        log("abc").add("one/1", List.of("a win is lost"), 3, "100 results");
        assertEquals(Set.of(), log("abc").green());
    }

    @Test
    void aLineThatIsNotCompleteIsNotCounted() throws IOException {
        log("abc").add("one/1", List.of(), 3, "all is well");
        Files.writeString(folder.resolve("target/fault-matrix.tsv"), "abc\ttwo/1\tgreen", StandardOpenOption.APPEND);
        assertEquals(Set.of("one/1"), log("abc").green());
        log("abc").add("three/1", List.of(), 3, "all is well");
        assertEquals(Set.of("one/1", "three/1"), log("abc").green());
    }

    @Test
    void withoutACommitNothingIsDone() {
        log("").add("one/1", List.of(), 3, "all is well");
        assertEquals(Set.of(), log("").green());
    }
}
