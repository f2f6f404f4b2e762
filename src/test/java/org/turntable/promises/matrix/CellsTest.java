package org.turntable.promises.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final int SEEDS = 20;
    private final List<Cell> cells = Cells.all(1, SEEDS);

    @Test
    void everyHoleIsTriedWithEverySeedOnBothCampaigns() {
        assertEquals(10, Faults.HOLES.size());
        for (Fault hole : Faults.HOLES) {
            assertEquals(
                    SEEDS * 2L,
                    cells.stream()
                            .filter(cell -> cell.faults().equals(List.of(hole)))
                            .count(),
                    hole.name());
        }
    }

    @Test
    void everyOtherFaultIsTriedAloneAndWithEveryOtherThatItCanBeCombinedWith() {
        for (Fault one : Faults.OTHERS) {
            assertEquals(
                    2,
                    cells.stream()
                            .filter(cell -> cell.faults().equals(List.of(one)))
                            .count(),
                    one.name());
            for (Fault other : Faults.OTHERS) {
                assertEquals(
                        one.combinesWith(other) ? 2 : 0,
                        cells.stream()
                                .filter(cell -> cell.faults().size() == 2
                                        && Set.copyOf(cell.faults()).equals(new HashSet<>(List.of(one, other))))
                                .count(),
                        one.name() + " and " + other.name());
            }
        }
    }

    @Test
    void aCellIsChosenByItsNameOrByAPartOfIt() {
        assertEquals(
                List.of("clock-of-redis-put-back/one-prize/1"),
                Cells.chosen(cells, "clock-of-redis-put-back/one-prize/1").stream()
                        .map(Cell::id)
                        .toList());
        assertEquals(40, Cells.chosen(cells, "clock-of-redis-put-back").size());
        assertEquals(cells, Cells.chosen(cells, ""));
        assertEquals(
                cells.size(),
                cells.stream().map(Cell::id).distinct().count(),
                "two cells have the same name, and the second would be skipped");
    }

    @Test
    void onlyALossThatNobodyKnowsAnyMoreMayBeDrawnAgain() {
        for (Cell cell : cells) {
            if (cell.lossesMayBeForgotten()) {
                assertTrue(cell.id().contains("node-") && cell.id().contains("redis-"), cell::id);
            }
        }
        assertEquals(12, cells.stream().filter(Cell::lossesMayBeForgotten).count());
    }
}
