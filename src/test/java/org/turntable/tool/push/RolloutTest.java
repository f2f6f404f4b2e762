package org.turntable.tool.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final String OLD = "000001";
    private static final String NEW = "000002";

    private final List<String> steps = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private final FakePushTarget first = new FakePushTarget("one", steps, OLD);
    private final FakePushTarget second = new FakePushTarget("two", steps, OLD);
    private final FakePushTarget third = new FakePushTarget("three", steps, OLD);

    @Test
    void aNodeIsCheckedBeforeItsOldVersionIsStoppedAndBeforeTheNextNode() {
        assertEquals(Rollout.End.DONE, run(1, () -> false));
        assertEquals(
                List.of(
                        "one deploy 000002",
                        "one page",
                        "one rehearse",
                        "one stop 000001",
                        "one page",
                        "one rehearse",
                        "two deploy 000002"),
                steps.subList(0, 7));
    }

    @Test
    void oldVersionsAreUndeployedOnlyAfterEveryNodeIsDone() {
        assertEquals(Rollout.End.DONE, run(1, () -> false));
        assertTrue(
                steps.indexOf("one undeploy 000001") > steps.lastIndexOf("three rehearse"),
                () -> "too early: " + steps);
        assertEquals(Map.of(NEW, true), first.there());
        assertEquals(Map.of(NEW, true), third.there());
    }

    @Test
    void aNodeThatRefusesTheNewVersionKeepsTheOldOneAndEarlierNodesAreRolledBack() {
        second.failsAt = "deploy 000002";
        assertEquals(Rollout.End.ROLLED_BACK, run(1, () -> false));
        assertEquals(Map.of(OLD, true), first.there());
        assertEquals(Map.of(OLD, true), second.there());
        assertFalse(steps.contains("three deploy 000002"), "the third node was changed");
    }

    @Test
    void aRollbackStartsTheOldVersionBeforeTheNewOneIsUndeployed() {
        second.failsAt = "deploy 000002";
        run(1, () -> false);
        assertEquals(
                List.of("one start 000001", "one undeploy 000002"),
                steps.stream()
                        .filter(List.of("one start 000001", "one undeploy 000002")::contains)
                        .toList(),
                "there was a time without any version");
    }

    @Test
    void aFailedRehearsalDrawRollsAllNodesBack() {
        third.failsAt = "rehearse";
        assertEquals(Rollout.End.ROLLED_BACK, run(1, () -> false));
        for (FakePushTarget node : List.of(first, second, third)) {
            assertEquals(Map.of(OLD, true), node.there());
        }
    }

    @Test
    void anUnreachableNodeEndsThePushUnlessMaxUnavailableAllowsIt() {
        second.unreachable = true;
        assertEquals(Rollout.End.ROLLED_BACK, run(1, () -> false));
        assertEquals(Map.of(OLD, true), first.there());
        assertEquals(Rollout.End.DONE, run(2, () -> false));
        assertEquals(Map.of(NEW, true), third.there());
        assertEquals(Map.of(OLD, true), second.there());
    }

    @Test
    void aStopTakesEffectBeforeTheNextNode() {
        AtomicInteger asked = new AtomicInteger();
        assertEquals(Rollout.End.STOPPED, run(1, () -> asked.incrementAndGet() > 1));
        assertEquals(Map.of(NEW, true, OLD, false), first.there(), "the old version is kept, to go back to");
        assertEquals(Map.of(OLD, true), second.there());
    }

    @Test
    void aRepeatedRolloutDeploysNothingTwiceAndReplacesAnIncompleteDeployment() {
        FakePushTarget done = new FakePushTarget("one", steps, NEW).withStopped(OLD);
        FakePushTarget halfWay = new FakePushTarget("two", steps, OLD).withStopped(NEW);
        assertEquals(
                Rollout.End.DONE,
                rollout(List.of(done, halfWay), 1, () -> false).run());
        assertFalse(steps.contains("one deploy 000002"), "deployed twice");
        assertEquals(
                List.of("two undeploy 000002", "two deploy 000002"),
                steps.stream()
                        .filter(line -> line.startsWith("two") && line.contains("deploy 000002"))
                        .toList());
        assertEquals(Map.of(NEW, true), halfWay.there());
    }

    @Test
    void aNodeWithoutAnEarlierVersionIsLeftUnchanged() {
        FakePushTarget fresh = new FakePushTarget("one", steps);
        fresh.failsAt = "rehearse";
        assertEquals(
                Rollout.End.ROLLED_BACK, rollout(List.of(fresh), 1, () -> false).run());
        assertTrue(progress.stream().anyMatch(line -> line.contains("no earlier version")), () -> progress.toString());
        assertEquals(Map.of(NEW, true), fresh.there());
    }

    private Rollout.End run(int maxUnavailable, BooleanSupplier stopAsked) {
        return rollout(List.of(first, second, third), maxUnavailable, stopAsked).run();
    }

    private Rollout rollout(List<PushTarget> nodes, int maxUnavailable, BooleanSupplier stopAsked) {
        return new Rollout(nodes, NEW, Path.of("turntable.war"), maxUnavailable, stopAsked, progress::add);
    }
}
