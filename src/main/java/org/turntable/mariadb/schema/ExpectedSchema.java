package org.turntable.mariadb.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables and indexes that this build's statements stand on, out of {@code db/expected-schema.txt}, which a test holds against what
 * the migrations make.
 */
public final class ExpectedSchema {
    private static final String RESOURCE = "/db/expected-schema.txt";

    private final List<Index> indexes;

    ExpectedSchema(List<Index> indexes) {
        this.indexes = List.copyOf(indexes);
    }

    /** What this build expects. */
    public static ExpectedSchema ofThisBuild() {
        try (InputStream in = ExpectedSchema.class.getResourceAsStream(RESOURCE)) {
            return new ExpectedSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split(" +")).map(cells -> new Index(cells[0], cells[1], cells[2].equals("unique"), cells[3])).toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Every index, in the list's order. */
    public List<Index> indexes() {
        return indexes;
    }

    /** The index of that name, if it is expected. */
    public Optional<Index> find(String table, String name) {
        return indexes.stream().filter(index -> index.table().equals(table) && index.name().equals(name)).findFirst();
    }

    /** What of this is not there or not like that, in the list's order, and then what is there beside it. */
    public List<Difference> differencesTo(LiveSchema live) {
        List<Difference> differences = new ArrayList<>();
        Map<String, LiveSchema.Found> found = new TreeMap<>(live.byTitle());
        TreeSet<String> missingTables = new TreeSet<>();
        for (Index index : indexes) {
            LiveSchema.Found there = found.remove(index.title());
            if (!live.hasTable(index.table())) {
                if (missingTables.add(index.table())) {
                    differences.add(new Difference(Difference.Kind.NO_TABLE, index, null));
                }
            } else if (there == null) {
                differences.add(new Difference(Difference.Kind.MISSING, index, null));
            } else if (!there.index().equals(index)) {
                differences.add(new Difference(Difference.Kind.OTHER, index, there.index()));
            } else if (there.ignored()) {
                differences.add(new Difference(Difference.Kind.IGNORED, index, there.index()));
            }
        }
        found.values().forEach(extra -> differences.add(new Difference(Difference.Kind.BESIDE, null, extra.index())));
        return differences;
    }
}
