package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.turntable.stack.MariaDbBinaries;

/**
 * The fail-over of the pair under real faults: processes killed and frozen, lines cut, while clients draw. After each fault both servers hold
 * the same and everything that a client was told, and nobody had to do anything.
 */
@Tag("alone")
class FailoverIT {
    private static final int SEEDS = Integer.getInteger("failover.seeds", 2);
    /** Two times in a busy build say little: the long run alone holds them to their targets, the other to five times as much. */
    private static final int TOLERANCE = Boolean.getBoolean("failover.targets") ? 1 : 5;
    private static final Medians MEDIANS = new Medians().target("the primary is killed", 2_000).target("the primary hangs", 5_000)
            .target("the replica is killed", 2_000).target("a planned switchover", 500)
            .target("the old primary comes back: until it refuses log-ins", 1_000);
    private static final List<Drill> OPEN = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> afterEachFaultBothHoldWhatWasAnsweredAndThePairIsWholeByItself() {
        List<MariaDbBinaries> versions = new ArrayList<>(List.of(MariaDbBinaries.CARRIED));
        MariaDbBinaries.ofSystem().ifPresent(versions::add);
        long first = Long.getLong("failover.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        String only = System.getProperty("failover.only", "");
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < SEEDS; i++) {
            long seed = first + i;
            MariaDbBinaries version = versions.get(i % versions.size());
            String on = version + ", -Dfailover.seed=" + seed + ": ";
            Drill[] drill = new Drill[1];
            tests.add(DynamicTest.dynamicTest(on + "the agent makes a pair of two closed servers", () -> {
                System.out.println(on + "begins");
                drill[0] = new Drill(version, seed, MEDIANS);
                OPEN.add(drill[0]);
                drill[0].start();
            }));
            Map<String, Faults.Fault> faults = new LinkedHashMap<>(Faults.all());
            faults.keySet().removeIf(name -> !name.contains(only));
            List<String> order = new ArrayList<>(faults.keySet());
            Collections.shuffle(order, new Random(seed));
            for (String name : order) {
                tests.add(DynamicTest.dynamicTest(on + name, () -> {
                    Assumptions.assumeTrue(drill[0] != null && drill[0].isStarted(), "there is no pair to strike");
                    try {
                        drill[0].run(name, faults.get(name));
                    } catch (TestAbortedException skipped) {
                        throw skipped;
                    } catch (AssertionError | RuntimeException failed) {
                        throw new AssertionError(on + name + ": " + failed.getMessage() + "\nThe agent's journal:\n" + drill[0].journal(), failed);
                    }
                }));
            }
            tests.add(DynamicTest.dynamicTest(on + "ends", () -> {
                if (drill[0] != null) {
                    OPEN.remove(drill[0]);
                    drill[0].close();
                }
            }));
        }
        tests.add(DynamicTest.dynamicTest("the medians, and where they are asked for their targets", () -> {
            System.out.println(MEDIANS.table());
            assertEquals(Map.of(), MEDIANS.missed(TOLERANCE));
        }));
        return tests.stream();
    }

    @AfterAll
    static void closeWhatIsOpen() throws Exception {
        for (Drill drill : OPEN) {
            drill.close();
        }
    }
}
