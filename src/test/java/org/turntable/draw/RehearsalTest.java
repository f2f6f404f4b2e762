package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.player.PlayerId;

class RehearsalTest {
    private final Campaign campaign = new CampaignBuilder().base(1).prize(5, 1, 100).build();
    private final DrawAnswer win = new DrawAnswer.Won(1, 1, campaign.prize(5).orElseThrow());
    private final DrawAnswer busy = new DrawAnswer.Refused(Refusal.BUSY);
    private final Deque<DrawAnswer> answers = new ArrayDeque<>();
    private final List<PlayerId> players = new ArrayList<>();
    private final List<PlayerId> cleared = new ArrayList<>();
    private final FakeEpochStore epochStore = new FakeEpochStore();
    private final FakeEpochBoard board = new FakeEpochBoard();
    private final List<Campaign> played = new ArrayList<>();
    private boolean propsAway;
    private Optional<Campaign> stored = Optional.of(campaign);

    @Test
    void aDrawThatIsWonAndToldAgainAlikeIsAllThatIsAsked() {
        assertEquals(Rehearsal.Verdict.PLAYED, play(win, win).verdict());
        assertEquals(players.subList(0, 1), cleared, "and nothing of it stays");
    }

    @Test
    void anAnswerThatPassesIsAskedForAgain() {
        assertEquals(Rehearsal.Verdict.PLAYED, play(busy, new DrawAnswer.Confirming(1, 1), win, win).verdict());
    }

    @Test
    void aLossFailsIt() {
        assertEquals(Rehearsal.Verdict.FAILED, play(new DrawAnswer.Lost(1, 1)).verdict());
        assertEquals(1, cleared.size(), "nothing of it stays");
    }

    @Test
    void anotherAnswerToTheSameDrawFailsIt() {
        Rehearsal.Outcome outcome = play(win, new DrawAnswer.Lost(1, 1));
        assertEquals(Rehearsal.Verdict.FAILED, outcome.verdict());
        assertTrue(outcome.words().contains("win, then loss"), outcome.words());
    }

    @Test
    void aRefusalThatStaysFailsIt() {
        assertEquals(Rehearsal.Verdict.FAILED, play(new DrawAnswer.Refused(Refusal.ENDED)).verdict());
    }

    @Test
    void aSchemaWithoutItsCampaignFailsItAndNamesTheMend() {
        stored = Optional.empty();
        Rehearsal.Outcome outcome = play();
        assertEquals(Rehearsal.Verdict.FAILED, outcome.verdict());
        assertTrue(outcome.words().contains("migrate"), outcome.words());
    }

    @Test
    void aDatabaseThatIsAwaySaysNothingAboutThisWar() {
        epochStore.goAway();
        assertEquals(Rehearsal.Verdict.AWAY, play(win, win).verdict());
    }

    @Test
    void aRedisThatGoesAwayAtTheEndKeepsTheDatabaseFromNothing() {
        propsAway = true;
        assertEquals(Rehearsal.Verdict.AWAY, play(win, win).verdict());
        assertEquals(1, cleared.size(), "the unit is given back all the same");
    }

    @Test
    void whatDeadNodesLeftInRedissCountNeverMakesItLose() {
        play(win, win);
        assertEquals(Integer.MAX_VALUE, played.get(0).prizes().get(0).stock());
    }

    @Test
    void everyRehearsalHasAPlayerOfItsOwn() {
        Rehearsal rehearsal = rehearsal(win, win, win, win);
        rehearsal.play();
        rehearsal.play();
        assertNotEquals(players.get(0), players.get(2));
    }

    private void propsCleared() {
        if (propsAway) {
            throw new Admissions.Unavailable("away", null);
        }
    }

    private Rehearsal.Outcome play(DrawAnswer... scripted) {
        return rehearsal(scripted).play();
    }

    private Rehearsal rehearsal(DrawAnswer... scripted) {
        answers.addAll(List.of(scripted));
        DrawService draws = mock(DrawService.class);
        when(draws.draw(any(), any(), eq(1))).thenAnswer(call -> {
            played.add(call.getArgument(0));
            players.add(call.getArgument(1));
            return CompletableFuture.completedFuture(answers.removeFirst());
        });
        RehearsalStage stage = new RehearsalStage() {
            @Override
            public Optional<Campaign> campaign() {
                return stored;
            }

            @Override
            public void clear(Campaign of, PlayerId player) {
                cleared.add(player);
            }
        };
        EpochKeeper epochs = new EpochKeeper(epochStore, board, "this node", new DrawMetrics(new PrometheusRegistry()), Duration.ZERO, System::nanoTime);
        return new Rehearsal(stage, (of, player) -> propsCleared(), new FakeAdmissions(), epochs, draws, new Random(7));
    }
}
