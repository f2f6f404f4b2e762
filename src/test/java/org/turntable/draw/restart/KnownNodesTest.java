package org.turntable.draw.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.draw.restart.LiveNodes.Sign;

class KnownNodesTest {
    private static final Instant NOW = Instant.parse("2026-10-01T02:00:00Z");
    private final KnownNodes nodes = new KnownNodes();

    @Test
    void aProcessIsNeededUntilTheStreamWasObservedAMinuteAfterItsLastStatus() {
        nodes.seen(List.of(new Sign("n1", "n1/a", NOW)), NOW);
        assertEquals(Set.of("n1/a"), nodes.needed(NOW.plus(KnownNodes.SILENT).minusMillis(1)));
        assertEquals(Set.of(), nodes.needed(NOW.plus(KnownNodes.SILENT)));
        assertEquals(Set.of("n1/a"), nodes.needed(Instant.MIN), "nothing was observed");
    }

    @Test
    void aProcessThatWasReplacedOnItsNodeIsStillNeeded() {
        nodes.seen(List.of(new Sign("n1", "n1/a", NOW)), NOW);
        nodes.seen(List.of(new Sign("n1", "n1/b", NOW.plusSeconds(9))), NOW.plusSeconds(9));
        assertEquals(Set.of("n1/a", "n1/b"), nodes.needed(NOW.plusSeconds(10)));
    }

    @Test
    void aRegistryThatWasEmptiedTakesNothingAway() {
        nodes.seen(List.of(new Sign("n1", "n1/a", NOW)), NOW);
        nodes.seen(List.of(), NOW.plusSeconds(5));
        assertEquals(Set.of("n1/a"), nodes.needed(NOW.plusSeconds(5)));
    }

    @Test
    void anOlderWarIsNeededForAnHourHoweverLongItIsSilent() {
        nodes.seen(List.of(new Sign("n1", null, NOW)), NOW);
        assertEquals(Set.of("n1 (older version)"), nodes.needed(NOW.plus(Duration.ofMinutes(59))));
        nodes.seen(List.of(), NOW.plus(Duration.ofMinutes(61)));
        assertEquals(Set.of(), nodes.needed(NOW.plus(Duration.ofMinutes(61))));
    }

    @Test
    void theLatestStatusCounts() {
        nodes.seen(List.of(new Sign("n1", "n1/a", NOW.plusSeconds(30))), NOW.plusSeconds(30));
        nodes.seen(List.of(new Sign("n1", "n1/a", NOW)), NOW.plusSeconds(30));
        assertEquals(Set.of("n1/a"), nodes.needed(NOW.plus(KnownNodes.SILENT).plusSeconds(29)));
    }
}
