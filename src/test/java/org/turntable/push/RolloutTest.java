package org.turntable.push;

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

    private final List<String> diary = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final FakeNode first = new FakeNode("one", diary, OLD);
    private final FakeNode second = new FakeNode("two", diary, OLD);
    private final FakeNode third = new FakeNode("three", diary, OLD);

    @Test
    void aNodeIsLookedAtBeforeItsOldVersionIsStoppedAndTheNextIsTouchedOnlyAfterThat() {
        assertEquals(Rollout.End.DONE, run(1, () -> false));
        assertEquals(List.of("one deploy 000002", "one page", "one rehearse", "one stop 000001", "one page", "one rehearse", "two deploy 000002"),
                diary.subList(0, 7));
    }

    @Test
    void oldVersionsLeaveTheDisksOnlyWhenEveryNodeIsThrough() {
        assertEquals(Rollout.End.DONE, run(1, () -> false));
        assertTrue(diary.indexOf("one undeploy 000001") > diary.lastIndexOf("three rehearse"), () -> "too early: " + diary);
        assertEquals(Map.of(NEW, true), first.there());
        assertEquals(Map.of(NEW, true), third.there());
    }

    @Test
    void aNodeThatRefusesTheNewVersionKeepsTheOldOneAndThoseBeforeItGoBack() {
        second.failsAt = "deploy 000002";
        assertEquals(Rollout.End.ROLLED_BACK, run(1, () -> false));
        assertEquals(Map.of(OLD, true), first.there());
        assertEquals(Map.of(OLD, true), second.there());
        assertFalse(diary.contains("three deploy 000002"), "the third node was touched");
    }

    @Test
    void goingBackStartsTheOldVersionBeforeTheNewOneLeaves() {
        second.failsAt = "deploy 000002";
        run(1, () -> false);
        assertEquals(List.of("one start 000001", "one undeploy 000002"), diary.stream().filter(List.of("one start 000001", "one undeploy 000002")::contains).toList(),
                "a moment without any version");
    }

    @Test
    void aRehearsalThatComesOutWrongTakesEverybodyBack() {
        third.failsAt = "rehearse";
        assertEquals(Rollout.End.ROLLED_BACK, run(1, () -> false));
        for (FakeNode node : List.of(first, second, third)) {
            assertEquals(Map.of(OLD, true), node.there());
        }
    }

    @Test
    void oneNodeThatIsAwayEndsThePushUnlessThatManyMayBe() {
        second.away = true;
        assertEquals(Rollout.End.ROLLED_BACK, run(1, () -> false));
        assertEquals(Map.of(OLD, true), first.there());
        assertEquals(Rollout.End.DONE, run(2, () -> false));
        assertEquals(Map.of(NEW, true), third.there());
        assertEquals(Map.of(OLD, true), second.there());
    }

    @Test
    void aStopHoldsBeforeTheNextNode() {
        AtomicInteger asked = new AtomicInteger();
        assertEquals(Rollout.End.STOPPED, run(1, () -> asked.incrementAndGet() > 1));
        assertEquals(Map.of(NEW, true, OLD, false), first.there(), "the old version is kept, to go back to");
        assertEquals(Map.of(OLD, true), second.there());
    }

    @Test
    void begunAgainItDeploysNothingTwiceAndRemovesWhatAnAttemptLeftHalfWay() {
        FakeNode done = new FakeNode("one", diary, NEW).withStopped(OLD);
        FakeNode halfWay = new FakeNode("two", diary, OLD).withStopped(NEW);
        assertEquals(Rollout.End.DONE, rollout(List.of(done, halfWay), 1, () -> false).run());
        assertFalse(diary.contains("one deploy 000002"), "deployed twice");
        assertEquals(List.of("two undeploy 000002", "two deploy 000002"), diary.stream().filter(line -> line.startsWith("two") && line.contains("deploy 000002")).toList());
        assertEquals(Map.of(NEW, true), halfWay.there());
    }

    @Test
    void aNodeWithoutAnEarlierVersionIsLeftAsItIs() {
        FakeNode fresh = new FakeNode("one", diary);
        fresh.failsAt = "rehearse";
        assertEquals(Rollout.End.ROLLED_BACK, rollout(List.of(fresh), 1, () -> false).run());
        assertTrue(told.stream().anyMatch(line -> line.contains("no earlier version")), () -> told.toString());
        assertEquals(Map.of(NEW, true), fresh.there());
    }

    private Rollout.End run(int maxUnavailable, BooleanSupplier stopAsked) {
        return rollout(List.of(first, second, third), maxUnavailable, stopAsked).run();
    }

    private Rollout rollout(List<Node> nodes, int maxUnavailable, BooleanSupplier stopAsked) {
        return new Rollout(nodes, NEW, Path.of("turntable.war"), maxUnavailable, stopAsked, told::add);
    }
}
