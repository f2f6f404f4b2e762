package org.turntable.tool.reimport;

import java.util.Comparator;
import java.util.Locale;

/**
 * Where a run resumes. It is saved in the transaction that reaches it, so a run that was killed neither repeats nor
 * skips a page.
 *
 * @param phase the phase
 * @param campaign the campaign's id in the target; 0 for none
 * @param prize the prize's id in the stranded database; 0 for none
 * @param after the last key that was completed; empty at the beginning
 */
public record Checkpoint(Phase phase, int campaign, int prize, String after) implements Comparable<Checkpoint> {
    /** Phases of a run, in this order. */
    public enum Phase {
        /**
         * Wins with their claims. They come first, because current draws take units of stranded winners with every
         * minute.
         */
        WINS,
        /** Losing draws, and wins whose unit does not name them. */
        DRAWS,
        /** Players with their first visits. */
        PLAYERS,
        /** Players who were signed out on all devices. */
        REVOCATIONS,
        /** Audit entries of addresses. */
        ACTIONS,
        /** Decisions about conflicts. */
        DECISIONS,
        /** Redis recounts taken units and reloads players. */
        REDIS
    }

    private static final Comparator<Checkpoint> ORDER = Comparator.comparing(Checkpoint::phase)
            .thenComparingInt(Checkpoint::campaign)
            .thenComparingInt(Checkpoint::prize);
    public static final Checkpoint START = new Checkpoint(Phase.WINS, 0, 0, "");

    public static Checkpoint of(Phase phase, int campaign, int prize) {
        return new Checkpoint(phase, campaign, prize, "");
    }

    public Checkpoint after(Object key) {
        return new Checkpoint(phase, campaign, prize, key.toString());
    }

    public static Checkpoint parse(String text) {
        String[] parts = text.split(" ", 4);
        return new Checkpoint(
                Phase.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                parts[3]);
    }

    /** Compares phase, campaign and prize, not the last key. */
    @Override
    public int compareTo(Checkpoint other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return phase.name().toLowerCase(Locale.ROOT) + " " + campaign + " " + prize + " " + after;
    }
}
