package org.turntable.promises.matrix;

import java.util.ArrayList;
import java.util.List;

/**
 * All cells: every fault once, then the holes at many moments, then pairs of the other faults; each on each campaign.
 */
final class Cells {
    private Cells() {}

    /**
     * @param first the first seed; another one tries other moments
     * @param seeds of each hole
     */
    static List<Cell> all(long first, int seeds) {
        List<Cell> cells = new ArrayList<>();
        Faults.OTHERS.forEach(fault -> add(cells, List.of(fault), first));
        for (long seed = first; seed < first + seeds; seed++) {
            for (Fault hole : Faults.HOLES) {
                add(cells, List.of(hole), seed);
            }
        }
        for (int one = 0; one < Faults.OTHERS.size(); one++) {
            for (int other = one + 1; other < Faults.OTHERS.size(); other++) {
                Fault before = Faults.OTHERS.get(one);
                Fault after = Faults.OTHERS.get(other);
                if (before.combinesWith(after)) {
                    // What needs a complete pair, or a Redis that answers, comes first.
                    boolean swapped = after.needsPair() || after.part() == Fault.Part.REDIS;
                    add(cells, swapped ? List.of(after, before) : List.of(before, after), first);
                }
            }
        }
        return cells;
    }

    /** The cell of that name, or all that have this in their names. */
    static List<Cell> chosen(List<Cell> cells, String only) {
        List<Cell> exactly =
                cells.stream().filter(cell -> cell.id().equals(only)).toList();
        return exactly.isEmpty()
                ? cells.stream().filter(cell -> cell.id().contains(only)).toList()
                : exactly;
    }

    private static void add(List<Cell> cells, List<Fault> faults, long seed) {
        for (MatrixCampaign campaign : MatrixCampaign.values()) {
            cells.add(new Cell(faults, campaign, seed));
        }
    }
}
