package org.turntable.mariadb.schema;

/**
 * One difference between the expected schema and the schema of a database.
 *
 * @param kind the kind of difference
 * @param expected the expected index; null for an unexpected one
 * @param found the index of the database; null for a missing one
 */
public record SchemaDifference(Kind kind, IndexDefinition expected, IndexDefinition found) {
    /** The kinds of differences. */
    public enum Kind {
        /** The table does not exist. */
        NO_TABLE,
        /** The index does not exist. */
        MISSING,
        /** An index of that name has other columns, or is not unique as expected, or is unique. */
        OTHER,
        /** The index exists and is marked IGNORED. */
        IGNORED,
        /** The index exists and is not expected: it makes writes slower, and breaks nothing. */
        BESIDE
    }

    /** Whether statements may read whole tables, or fail, because of it. */
    public boolean isHarmful() {
        return kind != Kind.BESIDE;
    }

    /** The table or index concerned, such as {@code draw.PRIMARY}. */
    public String title() {
        return kind == Kind.NO_TABLE ? expected.table() : (expected == null ? found : expected).title();
    }

    /** The difference as a clause for messages. */
    public String description() {
        return switch (kind) {
            case NO_TABLE -> "table " + title() + " is missing";
            case MISSING -> "index " + title() + " (" + expected.columns() + ") is missing";
            case OTHER -> "index " + title() + " is " + words(found) + " and should be " + words(expected);
            case IGNORED -> "index " + title() + " is there and the server ignores it";
            case BESIDE -> "index " + title() + " (" + found.columns() + ") is not expected";
        };
    }

    /** How to repair it. */
    public String remedy() {
        return switch (kind) {
            case NO_TABLE -> "run turntable-ops migrate";
            case MISSING ->
                expected.isPrimary()
                        ? "a primary key is not added to a live table: rebuild it from the replica or a backup"
                        : "run turntable-ops add-index " + title();
            case OTHER ->
                "a DBA drops it when it is quiet, then turntable-ops add-index " + title() + " makes the right one";
            case IGNORED -> "ALTER TABLE " + found.table() + " ALTER INDEX " + found.name() + " NOT IGNORED";
            case BESIDE -> "each costs writes: a DBA decides whether it goes";
        };
    }

    private static String words(IndexDefinition index) {
        return (index.unique() ? "unique on (" : "on (") + index.columns() + ")";
    }
}
