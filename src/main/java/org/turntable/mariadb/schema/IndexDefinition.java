package org.turntable.mariadb.schema;

/**
 * An index of a table.
 *
 * @param table the table
 * @param name the index, {@code PRIMARY} for the primary key
 * @param unique whether it is a unique index
 * @param columns in their order, separated by commas
 */
public record IndexDefinition(String table, String name, boolean unique, String columns) {
    /** Whether it is the primary key. */
    public boolean isPrimary() {
        return name.equals("PRIMARY");
    }

    /** Table and index, such as {@code draw.PRIMARY}. */
    public String title() {
        return table + "." + name;
    }

    /** Its line in {@code db/expected-schema.txt}. */
    public String line() {
        return table + " " + name + " " + (unique ? "unique" : "index") + " " + columns;
    }
}
