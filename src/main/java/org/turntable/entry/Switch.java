package org.turntable.entry;

import java.util.Properties;

/**
 * One switch as it is written down, before it is made.
 *
 * @param number its number, from 1
 * @param fields at, by, reason, anyway, name, to, before, after; outcome once it is known; undone once it is
 */
public record Switch(int number, Properties fields) {
    /** What was there. */
    public Standing before() {
        return Standing.parse(fields.getProperty("before"));
    }

    /** What it puts there. */
    public Standing after() {
        return Standing.parse(fields.getProperty("after"));
    }

    /** Whether there may be something to undo: it was neither refused nor undone. */
    public boolean isOpen() {
        return !fields.containsKey("undone") && !fields.getProperty("outcome", "").startsWith("refused");
    }

    /** A field's text; empty where it is not there. */
    public String field(String name) {
        return fields.getProperty(name, "");
    }
}
