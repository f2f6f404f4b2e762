package org.turntable.promises.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every fault, and pairs of them, against both campaigns. With -Plong all cells, and a run that is started again goes
 * on where the one before ended: target/fault-matrix.tsv has what is done. {@code -Dmatrix.only=} chooses cells by a
 * part of their names, {@code -Dmatrix.cells=} how many are run at most, {@code -Dmatrix.seed=} the first seed.
 */
@Tag("load")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {
    private static final int SEEDS = Integer.getInteger("matrix.seeds", 0);
    private static final long FIRST_SEED = Long.getLong("matrix.seed", 1);
    private static final String ONLY = System.getProperty("matrix.only", "");
    private static final int MOST = Integer.getInteger("matrix.cells", Integer.MAX_VALUE);
    /** The disks are small, and binlogs grow. */
    private static final int CELLS_A_SYSTEM = 20;

    private final CellLog log = new CellLog(Path.of("target/fault-matrix.tsv"), SourceVersion.current());
    private MatrixSystem system;
    private int used;

    @AfterAll
    void end() {
        closeSystem();
    }

    @TestFactory
    Stream<DynamicTest> everyFaultLosesNothingThatWasTold() {
        if (SEEDS == 0) {
            return Stream.empty();
        }
        List<Cell> chosen = Cells.chosen(Cells.all(FIRST_SEED, SEEDS), ONLY);
        Set<String> green = log.green();
        List<Cell> left = chosen.stream()
                .filter(cell -> !green.contains(cell.id()))
                .limit(MOST)
                .toList();
        System.out.printf(
                "fault matrix: %d cells, %d of them green before, %d are run now%n",
                chosen.size(),
                chosen.stream().filter(cell -> green.contains(cell.id())).count(),
                left.size());
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Cell cell = left.get(i);
            String place = (i + 1) + "/" + left.size();
            tests.add(DynamicTest.dynamicTest(cell.id(), () -> run(cell, place)));
        }
        return tests.stream();
    }

    private void run(Cell cell, String place) {
        if (system == null || used == CELLS_A_SYSTEM) {
            closeSystem();
            system = MatrixSystem.withDisks();
            used = 0;
        }
        used++;
        long begun = System.nanoTime();
        CellRunner runner = new CellRunner(system, cell);
        List<String> violations = runner.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        log.add(cell.id(), violations, seconds, runner.summary());
        System.out.printf(
                Locale.ROOT,
                "%s %s: %s, %.1f s, %s%n",
                place,
                cell.id(),
                violations.isEmpty() ? "green" : "RED " + violations,
                seconds,
                runner.summary());
        if (!violations.isEmpty()) {
            String journal = system.cluster().failoverPair().journal();
            // What a red cell leaves may break the next.
            closeSystem();
            throw new AssertionError("-Dmatrix.only=" + cell.id() + " -Dmatrix.seed=" + cell.seed() + "\n"
                    + String.join("\n", violations) + "\nThe agent's journal:\n" + journal);
        }
    }

    @Test
    void theChecksFindWhatWasTakenAwayOrGivenTwice() throws Exception {
        try (MatrixSystem small = MatrixSystem.withoutDisks()) {
            Cell cell = new Cell(
                    List.of(Faults.named("redis-frozen"), Faults.named("writer-killed")), MatrixCampaign.SIX_PRIZES, 1);
            CellRunner runner = new CellRunner(small, cell);
            assertEquals(List.of(), runner.run());
            System.out.println(cell.id() + ": " + runner.summary());
            Tampering tampering = new Tampering(small, runner);
            tampering.loseAWin();
            tampering.loseALoss();
            tampering.giveAFurtherChance();
            tampering.giveAUnitTwice();
            String found = String.join("\n", runner.check());
            for (String server : List.of("the writer", "the replica")) {
                assertTrue(found.contains("1 told wins are not on " + server), found);
                assertTrue(found.contains("1 told losses are not on " + server), found);
                assertTrue(found.contains("players on " + server + " have draws beyond their chances"), found);
                assertTrue(found.matches("(?s).*prize \\d on " + server + ": .* say the same.*"), found);
            }
        }
    }

    private void closeSystem() {
        if (system != null) {
            system.close();
            system = null;
        }
    }
}
