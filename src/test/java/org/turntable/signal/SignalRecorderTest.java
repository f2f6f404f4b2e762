package org.turntable.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.turntable.player.Players.player;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turntable.outage.DatabaseUnavailableException;

class SignalRecorderTest {
    private final FakeStore store = new FakeStore();
    private Instant now = Instant.parse("2026-10-01T02:00:00Z");
    private boolean databaseAvailable = true;
    private final SignalRecorder recorder = new SignalRecorder(
            store,
            () -> databaseAvailable,
            new SignalThresholds(30, 120, 10, 400),
            Duration.ofDays(30),
            new PageViews("a-secret-of-thirty-two-characters-or-more"),
            () -> now,
            () -> now.toEpochMilli() * 1_000_000,
            new byte[KeyedHash.KEY_BYTES],
            new SignalMetrics(new PrometheusRegistry()));

    @Test
    void eachDrawIsRecordedOnceAndThePlayersReasonsStayKnown() {
        draw(1);
        draw(2);
        recorder.round();
        recorder.round();
        assertEquals(List.of(2), store.draws());
        draw(3);
        recorder.round();
        assertEquals(List.of(2, 1), store.draws());
        assertEquals(
                List.of(7, 7),
                store.added.stream().map(a -> a.key().campaignId()).toList());
    }

    @Test
    void whileMariaDbIsAwayNothingIsTriedAndNothingIsLost() {
        draw(1);
        databaseAvailable = false;
        recorder.round();
        assertEquals(0, store.calls);
        databaseAvailable = true;
        store.fails = true;
        recorder.round();
        assertEquals(List.of(), store.draws());
        draw(2);
        store.fails = false;
        recorder.round();
        assertEquals(List.of(2), store.draws());
    }

    @Test
    void moreThanOneStatementTakesAreWrittenByTheNext() {
        for (int i = 0; i < 1_201; i++) {
            recorder.signals().drawn(recorder.signals().arrived(7, player(i), 2, null, "203.0.113.9", "curl"));
        }
        recorder.round();
        assertEquals(1_201, store.draws().size());
        assertEquals(3, store.calls);
    }

    @Test
    void oldSignalsAreDeletedTwiceAnHour() {
        recorder.round();
        recorder.round();
        assertEquals(List.of(now.minus(Duration.ofDays(30))), store.deletedBefore);
        now = now.plus(Duration.ofMinutes(31));
        recorder.round();
        assertEquals(2, store.deletedBefore.size());
    }

    private void draw(int number) {
        recorder.signals().drawn(recorder.signals().arrived(7, player(1), number, null, "203.0.113.9", "curl"));
    }

    private static final class FakeStore implements PlayerSignalStore {
        private final List<Addition> added = new ArrayList<>();
        private final List<Instant> deletedBefore = new ArrayList<>();
        private boolean fails;
        private int calls;

        @Override
        public void add(List<Addition> additions) throws DatabaseUnavailableException {
            calls++;
            if (fails) {
                throw new DatabaseUnavailableException("away", null);
            }
            added.addAll(additions);
        }

        @Override
        public int deleteBefore(Instant before, int most) {
            deletedBefore.add(before);
            return 0;
        }

        @Override
        public Optional<List<Entry>> top(String slug, int most) {
            return Optional.empty();
        }

        List<Integer> draws() {
            return added.stream().map(Addition::draws).toList();
        }
    }
}
