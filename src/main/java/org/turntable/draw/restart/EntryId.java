package org.turntable.draw.restart;

import java.util.Comparator;

/**
 * The id of an entry in a stream: ids of one stream only increase.
 *
 * @param ms milliseconds since the epoch, by Redis's clock
 * @param sequence counts entries of the same millisecond
 */
public record EntryId(long ms, long sequence) implements Comparable<EntryId> {
    /** Before every entry. */
    public static final EntryId NONE = new EntryId(0, 0);

    private static final Comparator<EntryId> ORDER =
            Comparator.comparingLong(EntryId::ms).thenComparingLong(EntryId::sequence);

    /** Reads an id as Redis writes it, such as {@code 1790820000123-4}. */
    public static EntryId parse(String id) {
        int dash = id.indexOf('-');
        return new EntryId(Long.parseLong(id, 0, dash, 10), Long.parseUnsignedLong(id, dash + 1, id.length(), 10));
    }

    @Override
    public int compareTo(EntryId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return ms + "-" + sequence;
    }
}
