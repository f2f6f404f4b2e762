package org.turntable.reimport;

import java.util.Comparator;
import java.util.Locale;

/**
 * Where a run goes on. Written in the very transaction that came there, so that a run that was killed neither does a page twice for nothing
 * nor leaves one out.
 *
 * @param phase    what is done
 * @param campaign the campaign's id here; 0 where there is none
 * @param prize    the prize's id in the stranded database; 0 where there is none
 * @param after    the last key that is done; empty at the beginning
 */
record Position(Phase phase, int campaign, int prize, String after) implements Comparable<Position> {
    /** What is done, in this order. */
    enum Phase {
        /**
         * First: with every minute, the draws of this moment take more of the stranded winners' own units. What became of their prizes comes
         * with them.
         */
        WINS,
        /** Losing draws, and what a damaged database says of wins. */
        DRAWS,
        /** First visits. */
        PLAYERS,
        /** Players who were signed out everywhere. */
        REVOCATIONS,
        /** Who exported, shipped or erased addresses. */
        ACTIONS,
        /** What persons decided of conflicts. */
        DECISIONS,
        /** Redis counts anew what is taken, and players are read anew. */
        REDIS
    }

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::phase).thenComparingInt(Position::campaign)
            .thenComparingInt(Position::prize);
    static final Position START = new Position(Phase.WINS, 0, 0, "");

    static Position of(Phase phase, int campaign, int prize) {
        return new Position(phase, campaign, prize, "");
    }

    Position after(Object key) {
        return new Position(phase, campaign, prize, key.toString());
    }

    static Position parse(String text) {
        String[] parts = text.split(" ", 4);
        return new Position(Phase.valueOf(parts[0].toUpperCase(Locale.ROOT)), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), parts[3]);
    }

    /** Compares the steps alone, not how far each has come. */
    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return phase.name().toLowerCase(Locale.ROOT) + " " + campaign + " " + prize + " " + after;
    }
}
