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
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;

class RehearsalTest {
    private final Campaign campaign =
            new CampaignBuilder().base(1).prize(5, 1, 100).build();
    private final DrawAnswer win = new DrawAnswer.Won(1, 1, campaign.prize(5).orElseThrow());
    private final DrawAnswer busy = new DrawAnswer.Refused(DrawRefusal.BUSY);
    private final Deque<DrawAnswer> answers = new ArrayDeque<>();
    private final List<PlayerId> players = new ArrayList<>();
    private final List<PlayerId> cleared = new ArrayList<>();
    private final FakeEpochStore epochStore = new FakeEpochStore();
    private final FakeEpochRegistry registry = new FakeEpochRegistry();
    private final List<Campaign> played = new ArrayList<>();
    private boolean redisUnavailable;
    private Optional<Campaign> stored = Optional.of(campaign);

    @Test
    void aWonDrawWithTheSameAnswerToARepeatSucceeds() {
        assertEquals(Rehearsal.Status.PLAYED, play(win, win).status());
        assertEquals(players.subList(0, 1), cleared, "and its data is deleted");
    }

    @Test
    void aTransientAnswerIsRetried() {
        assertEquals(
                Rehearsal.Status.PLAYED,
                play(busy, new DrawAnswer.Confirming(1, 1), win, win).status());
    }

    @Test
    void aLossFailsTheRehearsal() {
        assertEquals(Rehearsal.Status.FAILED, play(new DrawAnswer.Lost(1, 1)).status());
        assertEquals(1, cleared.size(), "its data is deleted");
    }

    @Test
    void anotherAnswerToTheSameDrawFailsTheRehearsal() {
        Rehearsal.Outcome outcome = play(win, new DrawAnswer.Lost(1, 1));
        assertEquals(Rehearsal.Status.FAILED, outcome.status());
        assertTrue(outcome.words().contains("win, then loss"), outcome.words());
    }

    @Test
    void aPermanentRefusalFailsTheRehearsal() {
        assertEquals(
                Rehearsal.Status.FAILED,
                play(new DrawAnswer.Refused(DrawRefusal.ENDED)).status());
    }

    @Test
    void aSchemaWithoutItsCampaignFailsTheRehearsalAndNamesTheCommand() {
        stored = Optional.empty();
        Rehearsal.Outcome outcome = play();
        assertEquals(Rehearsal.Status.FAILED, outcome.status());
        assertTrue(outcome.words().contains("migrate"), outcome.words());
    }

    @Test
    void anUnavailableDatabaseIsNoFailureOfThisWar() {
        epochStore.becomeUnavailable();
        assertEquals(Rehearsal.Status.AWAY, play(win, win).status());
    }

    @Test
    void theDatabaseIsClearedEvenIfRedisBecomesUnavailable() {
        redisUnavailable = true;
        assertEquals(Rehearsal.Status.AWAY, play(win, win).status());
        assertEquals(1, cleared.size(), "the unit is freed nevertheless");
    }

    @Test
    void placesThatDeadNodesLeftInRedisNeverMakeTheRehearsalLose() {
        play(win, win);
        assertEquals(Integer.MAX_VALUE, played.get(0).prizes().get(0).stock());
    }

    @Test
    void everyRehearsalHasItsOwnPlayer() {
        Rehearsal rehearsal = rehearsal(win, win, win, win);
        rehearsal.play();
        rehearsal.play();
        assertNotEquals(players.get(0), players.get(2));
    }

    private void redisCleared() {
        if (redisUnavailable) {
            throw new RedisUnavailableException("unavailable", null);
        }
    }

    private Rehearsal.Outcome play(DrawAnswer... prepared) {
        return rehearsal(prepared).play();
    }

    private Rehearsal rehearsal(DrawAnswer... prepared) {
        answers.addAll(List.of(prepared));
        DrawService draws = mock(DrawService.class);
        when(draws.drawUncounted(any(), any(), eq(1))).thenAnswer(call -> {
            played.add(call.getArgument(0));
            players.add(call.getArgument(1));
            return CompletableFuture.completedFuture(answers.removeFirst());
        });
        RehearsalStore store = new RehearsalStore() {
            @Override
            public Optional<Campaign> campaign() {
                return stored;
            }

            @Override
            public void clear(Campaign of, PlayerId player) {
                cleared.add(player);
            }
        };
        EpochCoordinator epochs = new EpochCoordinator(
                epochStore,
                registry,
                "this node",
                new DrawMetrics(new PrometheusRegistry()),
                Duration.ZERO,
                System::nanoTime,
                new UnwrittenDraws(1 << 20));
        return new Rehearsal(store, (of, player) -> redisCleared(), new FakeAdmissions(), epochs, draws, new Random(7));
    }
}
