package org.turntable.mariadb.schema;

/**
 * An index of a table.
 *
 * @param table   the table
 * @param name    the index, {@code PRIMARY} for the primary key
 * @param unique  whether a key occurs once at most
 * @param columns in their order, separated by commas
 */
public record Index(String table, String name, boolean unique, String columns) {
    /** Whether it is the primary key. */
    public boolean isPrimary() {
        return name.equals("PRIMARY");
    }

    /** As people write it, such as {@code draw.PRIMARY}. */
    public String title() {
        return table + "." + name;
    }

    /** As it stands in the list of what is expected. */
    public String line() {
        return table + " " + name + " " + (unique ? "unique" : "index") + " " + columns;
    }
}
