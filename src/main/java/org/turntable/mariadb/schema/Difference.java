package org.turntable.mariadb.schema;

/**
 * One way in which a database's schema is not the expected one.
 *
 * @param kind     what it is
 * @param expected what should be there; null for what is there beside it
 * @param found    what is there; null for what is not
 */
public record Difference(Kind kind, Index expected, Index found) {
    /** How it differs. */
    public enum Kind {
        /** The table itself is not there. */
        NO_TABLE,
        /** The index is not there. */
        MISSING,
        /** There is one of that name on other columns, or not as unique. */
        OTHER,
        /** It is there, and the server was told not to use it. */
        IGNORED,
        /** It is there and nobody asked for it: it costs writes, and breaks nothing. */
        BESIDE
    }

    /** Whether statements may read whole tables, or fail, because of it. */
    public boolean hurts() {
        return kind != Kind.BESIDE;
    }

    /** The table or index that it is about, such as {@code draw.PRIMARY}. */
    public String title() {
        return kind == Kind.NO_TABLE ? expected.table() : (expected == null ? found : expected).title();
    }

    /** A sentence for people. */
    public String sentence() {
        return switch (kind) {
            case NO_TABLE -> "table " + title() + " is missing";
            case MISSING -> "index " + title() + " (" + expected.columns() + ") is missing";
            case OTHER -> "index " + title() + " is " + words(found) + " and should be " + words(expected);
            case IGNORED -> "index " + title() + " is there and the server ignores it";
            case BESIDE -> "index " + title() + " (" + found.columns() + ") is not expected";
        };
    }

    /** What to do about it. */
    public String mend() {
        return switch (kind) {
            case NO_TABLE -> "run turntable-ops migrate";
            case MISSING -> expected.isPrimary() ? "a primary key is not added to a live table: rebuild it from the replica or a backup"
                    : "run turntable-ops add-index " + title();
            case OTHER -> "a DBA drops it when it is quiet, then turntable-ops add-index " + title() + " makes the right one";
            case IGNORED -> "ALTER TABLE " + found.table() + " ALTER INDEX " + found.name() + " NOT IGNORED";
            case BESIDE -> "each costs writes: a DBA decides whether it goes";
        };
    }

    private static String words(Index index) {
        return (index.unique() ? "unique on (" : "on (") + index.columns() + ")";
    }
}
