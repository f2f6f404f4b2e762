package org.turntable.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.turntable.player.Players.player;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import org.junit.jupiter.api.Test;

class SignalBookTest {
    private static final int HIGH = SignalReason.NO_PAGE_VIEW.bit();
    private static final int LOW = SignalReason.ADDRESS_RATE.bit();

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final SignalBook book = new SignalBook(10, new SignalMetrics(registry));

    @Test
    void whenItIsFullFurtherPlayersAreDroppedAndCounted() {
        for (int i = 0; i < 14; i++) {
            book.note(key(i), HIGH, 1_000);
        }
        assertEquals(10, book.take(2_000, 100).size());
        assertEquals(4.0, dropped());
    }

    @Test
    void phonesBehindABusyAddressDoNotFillIt() {
        for (int i = 0; i < 1_000; i++) {
            book.note(key(i), LOW, 1_000);
        }
        book.note(key(2_000), HIGH, 1_000);
        assertEquals(1, book.take(2_000, 100).size());
        assertEquals(0.0, dropped());
    }

    @Test
    void aLowScoreIsRecordedOnceAnotherReasonCame() {
        book.note(key(1), LOW, 1_000);
        assertEquals(0, book.take(2_000, 100).size());
        book.note(key(1), HIGH, 3_000);
        PlayerSignalStore.Addition both = book.take(4_000, 100).get(0);
        assertEquals(new PlayerSignalStore.Addition(key(1), LOW | HIGH, 2, 1_000, 3_000), both);
    }

    @Test
    void playersWhoDidNothingForAMinuteAreForgotten() {
        book.note(key(1), HIGH, 1_000);
        book.note(key(2), LOW, 1_000);
        assertEquals(1, book.take(1_000, 100).size());
        book.take(62_000, 100);
        book.note(key(1), LOW, 62_000);
        book.note(key(2), HIGH, 62_000);
        assertEquals(1, book.take(62_000, 100).size(), "only the second: the first has a low score now");
    }

    private double dropped() {
        return registry.scrape(name -> name.startsWith("turntable_player_signals_dropped")).stream()
                .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }

    private static PlayerKey key(int player) {
        return new PlayerKey(7, player(player));
    }
}
