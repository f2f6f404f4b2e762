package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the steps do, in which order, and how they are taken back. */
class StepsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final Limits LIMITS = new Limits(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofHours(2));

    @TempDir
    private Path folder;
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final FakeMember a = new FakeMember("a", done);
    private final FakeMember b = new FakeMember("b", done);
    private StandingFolder standings;
    private Processes processes;
    private Pair pair;
    private Promotion promotion;
    private Opening opening;
    private Pairing pairing;

    @BeforeEach
    void makeAPair() throws IOException {
        a.readOnly = false;
        a.semiSync = true;
        a.clients = 1;
        a.mark = new Mark(7, true);
        b.mark = new Mark(7, false);
        b.source = "a";
        standings = new StandingFolder(folder.resolve("agent"));
        processes = new Processes(new NoCommands(), System::nanoTime);
        stand(new Standing(7, "a", Mode.PAIR, Phase.OPEN, NOW, Optional.empty(), false, Optional.empty(), "whole"));
    }

    private void stand(Standing standing) {
        pair = new Pair(List.of(a, b), standings, Clock.fixed(NOW, ZoneOffset.UTC), new FailoverMetrics(new PrometheusRegistry()), standing);
        opening = new Opening(pair, processes);
        promotion = new Promotion(pair, LIMITS, opening, processes);
        pairing = new Pairing(pair, processes, System::nanoTime);
    }

    @AfterEach
    void end() throws IOException {
        processes.close();
        standings.close();
    }

    /** A person starts and ends servers. */
    private static final class NoCommands implements HostCommands {
        @Override
        public boolean canStart() {
            return false;
        }

        @Override
        public boolean canKill() {
            return false;
        }

        @Override
        public void start(String address, Role role) {
            throw new AssertionError("nobody can start it");
        }

        @Override
        public void kill(String address) {
            throw new AssertionError("nobody can end it");
        }
    }

    private Standing onDisk() throws IOException {
        return standings.load().orElseThrow();
    }

    @Test
    void aPromotionStopsTheAcknowledgementsThenAppliesThenOpens() throws Exception {
        a.gone = true;
        promotion.begin("dead", false);
        assertEquals(List.of("b stop receiving", "b await 0-1-10", "b forget source", "b mark 8 writer", "b open"), done);
        assertEquals(new Standing(8, "b", Mode.SINGLE_COPY, Phase.OPEN, NOW, Optional.of(NOW.plusSeconds(7_200)), false, Optional.of(NOW), "dead"),
                onDisk());
        assertFalse(b.semiSync, "nobody is left who could acknowledge");
    }

    @Test
    void nothingIsDoneToANodeBeforeTheDecisionIsOnDisk() throws Exception {
        a.gone = true;
        Files.delete(folder.resolve("agent"));
        assertThrows(RuntimeException.class, () -> promotion.begin("dead", false));
        assertEquals(List.of(), done);
        assertEquals("a", pair.standing().writer());
    }

    @Test
    void aCandidateIsNotOpenedBeforeItHasAppliedEverything() throws Exception {
        a.gone = true;
        b.reachesAll = false;
        promotion.begin("dead", false);
        assertTrue(b.readOnly);
        assertEquals(Phase.PROMOTING, onDisk().phase());
        b.reachesAll = true;
        promotion.goOn();
        assertFalse(b.readOnly);
        assertEquals(Phase.OPEN, onDisk().phase());
    }

    @Test
    void aCandidateThatWasRestartedInTheMiddleIsGivenUpAndTheFormerWriterStays() throws Exception {
        a.gone = true;
        b.reachesAll = false;
        promotion.begin("dead", false);
        b.mark = Mark.NONE;
        promotion.goOn();
        assertTrue(b.readOnly);
        assertEquals("a", onDisk().writer());
        assertEquals(Mode.HELD, onDisk().mode());
        assertEquals(9, onDisk().term());
    }

    @Test
    void whatARestartedWriterKeptIsFetchedBeforeTheOtherTakesOver() throws Exception {
        a.readOnly = true;
        a.mark = Mark.NONE;
        a.written = "0-1-12";
        promotion.takeOver("restarted", false);
        assertEquals("b await 0-1-12", done.get(0));
        assertFalse(b.readOnly);
    }

    @Test
    void aWriterWaitsForAcknowledgementsBeforeItIsOpened() throws Exception {
        a.readOnly = true;
        a.semiSync = false;
        opening.openWriter();
        assertEquals(List.of("a semi-sync on", "a mark 7 writer", "a open"), done);
    }

    @Test
    void aFormerWriterThatCameBackIsClosedWithoutEndingWhatWaitsThere() throws Exception {
        stand(new Standing(8, "b", Mode.SINGLE_COPY, Phase.OPEN, NOW, Optional.of(NOW.plusSeconds(9)), false, Optional.of(NOW), "dead"));
        a.waiting = 2;
        opening.closeOther();
        assertEquals(List.of("a mark 8 closed", "a end sessions"), done);
        a.waiting = 0;
        opening.closeOther();
        assertTrue(a.readOnly);
    }

    @Test
    void thePairIsWholeOnlyWhenTheOtherReachedWhatWasWrittenAfterCommitsWaitedAgain() throws Exception {
        stand(new Standing(7, "a", Mode.SINGLE_COPY, Phase.OPEN, NOW, Optional.of(NOW.plusSeconds(9)), false, Optional.empty(), "alone"));
        a.semiSync = false;
        assertTrue(pairing.pairUp());
        assertEquals(List.of("a semi-sync on"), done);
        assertEquals(Mode.PAIR, onDisk().mode());
    }

    @Test
    void aReplicaThatHasNotReceivedEverythingIsNotWaitedForYet() throws Exception {
        stand(new Standing(7, "a", Mode.SINGLE_COPY, Phase.OPEN, NOW, Optional.of(NOW.plusSeconds(9)), false, Optional.empty(), "alone"));
        a.semiSync = false;
        a.written = "0-1-11";
        assertFalse(pairing.pairUp());
        assertEquals(List.of(), done);
        assertEquals(Mode.SINGLE_COPY, pair.standing().mode());
    }

    @Test
    void aReplicaThatDoesNotAcknowledgeLeavesTheWriterAlone() throws Exception {
        stand(new Standing(7, "a", Mode.SINGLE_COPY, Phase.OPEN, NOW, Optional.of(NOW.plusSeconds(9)), false, Optional.empty(), "alone"));
        a.semiSync = false;
        a.clients = 0;
        assertFalse(pairing.pairUp());
        assertEquals(List.of("a semi-sync on", "a semi-sync off"), done);
        assertEquals(Mode.SINGLE_COPY, pair.standing().mode());
    }

    @Test
    void aSwitchoverClosesHandsOverAndFollows() throws Exception {
        a.applied = "";
        new Switchover(pair, System::nanoTime).run("a new kernel", Duration.ofSeconds(5));
        assertTrue(a.readOnly);
        assertFalse(b.readOnly);
        assertTrue(b.semiSync, "its first commit waits for the former writer already");
        assertEquals("b", a.source);
        assertTrue(done.contains("a close") && done.indexOf("a close") < done.indexOf("b open"), done.toString());
        assertEquals(Mode.PAIR, onDisk().mode());
        assertEquals(8, onDisk().term());
    }

    @Test
    void sessionsAreEndedOnlyWhileTheReplicaAcknowledges() throws Exception {
        new Switchover(pair, System::nanoTime).run("a new kernel", Duration.ofSeconds(5));
        assertTrue(done.contains("a end sessions, waiting ones too"));
    }

    @Test
    void aSwitchoverThatIsNotDoneInTimeIsTakenBack() throws Exception {
        a.closesInTime = false;
        Refusal refusal = assertThrows(Refusal.class, () -> new Switchover(pair, System::nanoTime).run("a new kernel", Duration.ofSeconds(5)));
        assertTrue(refusal.getMessage().contains("taken back"), refusal.getMessage());
        assertFalse(a.readOnly);
        assertTrue(b.readOnly);
        assertEquals(new Mark(7, true), a.mark);
        assertEquals("a", onDisk().writer());
        assertEquals(Phase.OPEN, onDisk().phase());
    }

    @Test
    void aSwitchoverToAReplicaThatLagsIsNotBegun() {
        b.reachesAll = false;
        Refusal refusal = assertThrows(Refusal.class, () -> new Switchover(pair, System::nanoTime).run("a new kernel", Duration.ofSeconds(5)));
        assertTrue(refusal.getMessage().contains("lags"), refusal.getMessage());
        assertFalse(done.contains("a close"));
    }

    @Test
    void aSwitchoverFromAPairThatIsNotWholeIsNotBegun() {
        stand(new Standing(7, "a", Mode.SINGLE_COPY, Phase.OPEN, NOW, Optional.of(NOW.plusSeconds(9)), false, Optional.empty(), "alone"));
        assertThrows(Refusal.class, () -> new Switchover(pair, System::nanoTime).run("a new kernel", Duration.ofSeconds(5)));
        assertEquals(List.of(), done);
    }
}
