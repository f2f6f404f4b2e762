package org.turntable.tool.line;

import java.util.Properties;

/**
 * One switch of the entry line, recorded before it is made.
 *
 * @param number its number, from 1
 * @param fields at, by, reason, anyway, name, to, before, after; outcome when it is known; undone after an undo
 */
public record LineSwitch(int number, Properties fields) {
    /** The records before the switch. */
    public AddressRecords before() {
        return AddressRecords.parse(fields.getProperty("before"));
    }

    /** The records after the switch. */
    public AddressRecords after() {
        return AddressRecords.parse(fields.getProperty("after"));
    }

    /** Whether it can be undone: it was neither refused nor undone. */
    public boolean isUndoable() {
        return !fields.containsKey("undone")
                && !fields.getProperty("outcome", "").startsWith("refused");
    }

    /** The value of a field; empty if it is missing. */
    public String field(String name) {
        return fields.getProperty(name, "");
    }
}
