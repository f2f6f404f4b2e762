package org.turntable.testing.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in Markdown, row by row. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();

    MarkdownTable(String... heads) {
        row(heads);
        lines.add("|---".repeat(heads.length) + "|");
    }

    /** Adds a row; a cell may be empty, a bar in it is escaped and a line break becomes a space. */
    MarkdownTable row(String... cells) {
        lines.add(Arrays.stream(cells)
                .map(cell ->
                        cell.replace("|", "\\|").replaceAll("\\s*\n\\s*", " ").strip())
                .reduce("|", (line, cell) -> line + (cell.isEmpty() ? " |" : " " + cell + " |")));
        return this;
    }

    /** Text as code. */
    static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
