package org.turntable.promises.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The cells that were run, one a line: commit, cell, green or red, seconds, what was seen. A later run of the same
 * commit skips those that are green.
 */
final class CellLog {
    private final Path file;
    private final String commit;

    /** @param commit what the cells are run on; without one no cell counts as done */
    CellLog(Path file, String commit) {
        this.file = file;
        this.commit = commit;
    }

    /** The cells that are green on this commit. */
    Set<String> green() {
        Set<String> green = new HashSet<>();
        if (commit.isEmpty() || !Files.exists(file)) {
            return green;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split("\t");
                if (fields.length >= 5 && fields[0].equals(commit)) {
                    if (fields[2].equals("green")) {
                        green.add(fields[1]);
                    } else {
                        green.remove(fields[1]);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return green;
    }

    /** Appends a line. */
    void add(String cell, List<String> violations, double seconds, String summary) {
        String line = String.join(
                "\t",
                commit,
                cell,
                violations.isEmpty() ? "green" : "red",
                String.format(Locale.ROOT, "%.1f", seconds),
                violations.isEmpty() ? summary : summary + "; " + String.join("; ", violations));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    (endsInTheMiddleOfALine() ? "\n" : "") + line.replaceAll("[\\r\\n]+", " | ") + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** A run that is killed may leave half a line. */
    private boolean endsInTheMiddleOfALine() throws IOException {
        return Files.exists(file)
                && Files.size(file) > 0
                && !Files.readString(file).endsWith("\n");
    }
}
