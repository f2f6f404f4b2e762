package org.turntable.tool.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.outage.DatabaseUnavailableException;

class PushGuardTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Records records = new Records();
    private final PushGuard guard = new PushGuard(records, Duration.ofMinutes(60), 0.7);

    @Test
    void aQuietHourWithAReplicaHasNoWarning() {
        assertEquals(List.of(), guard.warnings(List.of(node(0.69), node(-1)), NOW));
    }

    @Test
    void aWaveWithinTheMarginIsAWarning() {
        records.waves.add(NOW.plusSeconds(59 * 60));
        assertTrue(only(guard.warnings(List.of(), NOW)).contains("2026-11-24T12:59:00Z"));
    }

    @Test
    void aWaveThatStartedRecentlyIsAWarning() {
        records.waves.add(NOW.minusSeconds(5 * 60));
        assertTrue(only(guard.warnings(List.of(), NOW)).contains("wave"));
    }

    @Test
    void aWaveAfterTheMarginIsNoWarning() {
        records.waves.add(NOW.plusSeconds(61 * 60));
        assertEquals(List.of(), guard.warnings(List.of(), NOW));
    }

    @Test
    void aMissingReplicaIsAWarning() {
        records.replica = false;
        assertTrue(only(guard.warnings(List.of(), NOW)).contains("replica"));
    }

    @Test
    void aBusyNodeIsNamed() {
        assertTrue(only(guard.warnings(List.of(node(0.2), node(0.71)), NOW)).contains("71 %"));
    }

    @Test
    void anUnavailableDatabaseIsAWarning() {
        records.away = true;
        assertTrue(only(guard.warnings(List.of(), NOW)).contains("not known"));
    }

    private static String only(List<String> warnings) {
        assertEquals(1, warnings.size(), warnings::toString);
        return warnings.get(0);
    }

    private static PushTarget.Status node(double cpu) {
        return new PushTarget.Status("node", "1", "000001", true, false, cpu, 0.5, 0, 1, "ok", "ok");
    }

    /** Push records in memory. */
    private static final class Records implements PushRecords {
        private final List<Instant> waves = new ArrayList<>();
        private boolean replica = true;
        private boolean away;

        @Override
        public List<Wave> wavesFrom(Instant from) throws DatabaseUnavailableException {
            if (away) {
                throw new DatabaseUnavailableException("away", null);
            }
            return waves.stream()
                    .filter(at -> !at.isBefore(from))
                    .map(at -> new Wave(1, at, "evening", "Li Na"))
                    .toList();
        }

        @Override
        public boolean replicaAcknowledges() {
            return replica;
        }

        @Override
        public int announce(Instant at, String note, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(int id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Lock lock() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void record(String release, String version, String by, String warnings, String reason, Instant now) {
            throw new UnsupportedOperationException();
        }
    }
}
