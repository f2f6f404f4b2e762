package org.turntable.tool.reimport.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MergeJoinTest {
    private static MergeJoin.Pages<Integer> pagesOf(TreeSet<Integer> rows, int most) {
        return last -> (last == null ? rows : rows.tailSet(last, false))
                .stream().limit(most).toList();
    }

    private static List<String> walk(TreeSet<Integer> there, TreeSet<Integer> here, int most) throws Exception {
        List<String> met = new ArrayList<>();
        MergeJoin.walk(
                pagesOf(there, most),
                pagesOf(here, most),
                Comparator.naturalOrder(),
                (left, right) -> met.add(left + "/" + right));
        return met;
    }

    @Test
    void eachRowIsPassedWithItsCounterpartOnce() throws Exception {
        assertEquals(
                List.of("1/null", "2/2", "null/3", "5/5", "6/null"),
                walk(new TreeSet<>(List.of(1, 2, 5, 6)), new TreeSet<>(List.of(2, 3, 5)), 2));
        assertEquals(List.of(), walk(new TreeSet<>(), new TreeSet<>(), 2));
        assertEquals(List.of("null/1", "null/2", "null/3"), walk(new TreeSet<>(), new TreeSet<>(List.of(1, 2, 3)), 1));
    }

    @Test
    void pagesMayEndAtAnyRow() throws Exception {
        Random dice = new Random(11);
        for (int round = 0; round < 200; round++) {
            TreeSet<Integer> there = new TreeSet<>();
            TreeSet<Integer> here = new TreeSet<>();
            for (int i = 0; i < 30; i++) {
                there.add(dice.nextInt(40));
                here.add(dice.nextInt(40));
            }
            TreeSet<Integer> all = new TreeSet<>(there);
            all.addAll(here);
            List<String> expected = all.stream()
                    .map(row -> (there.contains(row) ? row : null) + "/" + (here.contains(row) ? row : null))
                    .toList();
            assertEquals(expected, walk(there, here, 1 + dice.nextInt(7)));
        }
    }
}
