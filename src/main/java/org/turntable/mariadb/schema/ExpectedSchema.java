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
 * The tables and indexes that this build's statements need, from {@code db/expected-schema.txt}. A test compares that
 * file with the result of the migrations.
 */
public final class ExpectedSchema {
    private static final String RESOURCE = "/db/expected-schema.txt";

    private final List<IndexDefinition> indexes;

    ExpectedSchema(List<IndexDefinition> indexes) {
        this.indexes = List.copyOf(indexes);
    }

    /** The schema that this build expects. */
    public static ExpectedSchema ofThisBuild() {
        try (InputStream in = ExpectedSchema.class.getResourceAsStream(RESOURCE)) {
            return new ExpectedSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split(" +"))
                    .map(cells -> new IndexDefinition(cells[0], cells[1], cells[2].equals("unique"), cells[3]))
                    .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Every index, in the order of the file. */
    public List<IndexDefinition> indexes() {
        return indexes;
    }

    /** The index of that name, if it is expected. */
    public Optional<IndexDefinition> find(String table, String name) {
        return indexes.stream()
                .filter(index -> index.table().equals(table) && index.name().equals(name))
                .findFirst();
    }

    /** What is missing or different, in the order of the file, followed by unexpected indexes. */
    public List<SchemaDifference> differencesTo(LiveSchema live) {
        List<SchemaDifference> differences = new ArrayList<>();
        Map<String, LiveSchema.Found> found = new TreeMap<>(live.byTitle());
        TreeSet<String> missingTables = new TreeSet<>();
        for (IndexDefinition index : indexes) {
            LiveSchema.Found there = found.remove(index.title());
            if (!live.hasTable(index.table())) {
                if (missingTables.add(index.table())) {
                    differences.add(new SchemaDifference(SchemaDifference.Kind.NO_TABLE, index, null));
                }
            } else if (there == null) {
                differences.add(new SchemaDifference(SchemaDifference.Kind.MISSING, index, null));
            } else if (!there.index().equals(index)) {
                differences.add(new SchemaDifference(SchemaDifference.Kind.OTHER, index, there.index()));
            } else if (there.ignored()) {
                differences.add(new SchemaDifference(SchemaDifference.Kind.IGNORED, index, there.index()));
            }
        }
        found.values()
                .forEach(extra ->
                        differences.add(new SchemaDifference(SchemaDifference.Kind.BESIDE, null, extra.index())));
        return differences;
    }
}
