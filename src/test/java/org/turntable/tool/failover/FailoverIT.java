package org.turntable.tool.failover;

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
import org.turntable.testing.stack.MariaDbBinaries;

/**
 * Fail-over of the pair under real faults: processes are killed and suspended and connections are cut while clients
 * draw. After each fault both servers have the same rows and every answer that a client received, without any manual
 * action.
 */
@Tag("load")
class FailoverIT {
    private static final int SEEDS = Integer.getInteger("failover.seeds", 2);
    /** Two measurements on a busy machine are not exact: only the long run checks the figures themselves. */
    private static final boolean EXACT = Boolean.getBoolean("failover.targets");

    // The figures that are promised are rounded to tenths of a second.
    private static final RecoveryTimes RECOVERY_TIMES = new RecoveryTimes()
            .target("the primary is killed", EXACT ? 749 : 10_000)
            .target("the primary hangs", EXACT ? 3_449 : 25_000)
            .target("the replica is killed", EXACT ? 2_000 : 10_000)
            .target("a planned switchover", EXACT ? 249 : 2_500)
            .target("the old primary comes back: until it refuses log-ins", EXACT ? 1_000 : 5_000);
    private static final List<FailoverScenario> OPEN = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> afterEachFaultBothServersHaveEveryAnswerAndThePairRecoversByItself() {
        List<MariaDbBinaries> versions = new ArrayList<>(List.of(MariaDbBinaries.CARRIED));
        MariaDbBinaries.ofSystem().ifPresent(versions::add);
        long first = Long.getLong("failover.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        String only = System.getProperty("failover.only", "");
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < SEEDS; i++) {
            long seed = first + i;
            MariaDbBinaries version = versions.get(i % versions.size());
            String on = version + ", -Dfailover.seed=" + seed + ": ";
            FailoverScenario[] scenario = new FailoverScenario[1];
            String[] broken = new String[1];
            tests.add(DynamicTest.dynamicTest(on + "the agent makes a pair of two closed servers", () -> {
                System.out.println(on + "begins");
                scenario[0] = new FailoverScenario(version, seed, RECOVERY_TIMES);
                OPEN.add(scenario[0]);
                scenario[0].start();
            }));
            Map<String, FailoverFaults.Fault> faults = new LinkedHashMap<>(FailoverFaults.all());
            faults.keySet().removeIf(name -> !name.contains(only));
            List<String> order = new ArrayList<>(faults.keySet());
            Collections.shuffle(order, new Random(seed));
            for (String name : order) {
                tests.add(DynamicTest.dynamicTest(on + name, () -> {
                    Assumptions.assumeTrue(scenario[0] != null && scenario[0].isStarted(), "the pair was not started");
                    // Otherwise each further fault would wait in vain for a complete pair, two minutes each.
                    Assumptions.assumeTrue(broken[0] == null, () -> "the pair may not be complete after " + broken[0]);
                    try {
                        scenario[0].run(name, faults.get(name));
                    } catch (TestAbortedException skipped) {
                        throw skipped;
                    } catch (AssertionError | Exception failed) {
                        broken[0] = name;
                        throw new AssertionError(
                                on + name + ": " + failed.getMessage() + "\nThe agent's journal:\n"
                                        + scenario[0].journal(),
                                failed);
                    }
                }));
            }
            tests.add(DynamicTest.dynamicTest(on + "ends", () -> {
                if (scenario[0] != null) {
                    OPEN.remove(scenario[0]);
                    scenario[0].close();
                }
            }));
        }
        tests.add(DynamicTest.dynamicTest("the median of each recovery time meets its target", () -> {
            System.out.println(RECOVERY_TIMES.table());
            assertEquals(Map.of(), RECOVERY_TIMES.unmet(fault -> fault.contains(only)));
        }));
        return tests.stream();
    }

    @AfterAll
    static void closeWhatIsOpen() throws Exception {
        for (FailoverScenario scenario : OPEN) {
            scenario.close();
        }
    }
}
