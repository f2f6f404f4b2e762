package org.turntable.mariadb.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.turntable.player.Players.player;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.TestCampaigns;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.signal.PlayerKey;
import org.turntable.signal.PlayerSignalStore.Addition;
import org.turntable.signal.PlayerSignalStore.Entry;
import org.turntable.signal.SignalReason;

class MariaDbPlayerSignalsIT {
    private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00.123Z");
    private static MigratedDatabase database;
    private static int campaign;

    private final MariaDbPlayerSignals signals = new MariaDbPlayerSignals(database.pool());

    @BeforeAll
    static void start() throws Exception {
        database = new MigratedDatabase(true);
        new MariaDbCampaignAdministration(database.pool()).create(TestCampaigns.of("spring", 10));
        campaign = Integer.parseInt(database.server().ask("SELECT id FROM turntable.campaign WHERE slug = 'spring'"));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.server().execute("DELETE FROM turntable.player_signal");
    }

    @Test
    void whatTwoNodesKnowOfAPlayerIsUnitedAndTheScoreIsThatOfAllReasons() throws Exception {
        add(1, 2, 0, SignalReason.NO_PAGE_VIEW);
        add(1, 3, 60, SignalReason.ADDRESS_RATE, SignalReason.NEW_PLAYERS_OF_ADDRESS);
        add(1, 1, -60, SignalReason.ADDRESS_RATE);
        assertEquals(
                List.of(new Entry(
                        player(1),
                        70,
                        List.of(
                                SignalReason.ADDRESS_RATE,
                                SignalReason.NO_PAGE_VIEW,
                                SignalReason.NEW_PLAYERS_OF_ADDRESS),
                        6,
                        FIRST.minusSeconds(60),
                        FIRST.plusSeconds(60))),
                signals.top("spring", 10).orElseThrow());
    }

    @Test
    void theScoreInMariaDbIsThatOfTheNodeForEverySetOfReasons() throws Exception {
        int all = 1 << SignalReason.values().length;
        for (int bits = 1; bits < all; bits += 7) {
            add(bits, 1, 0, SignalReason.ADDRESS_RATE);
            int known = bits | SignalReason.ADDRESS_RATE.bit();
            signals.add(List.of(addition(bits, 1, 0, bits)));
            assertEquals(
                    SignalReason.score(known) + "",
                    database.server().ask("SELECT score FROM turntable.player_signal WHERE reasons = " + known));
            empty();
        }
    }

    @Test
    void theHighestScoresComeFirst() throws Exception {
        add(1, 1, 0, SignalReason.SNAPSHOT, SignalReason.NETWORK_RATE);
        add(2, 1, 0, SignalReason.values());
        add(3, 1, 0, SignalReason.QUICK_TAP);
        assertEquals(
                List.of(player(2), player(3)),
                signals.top("spring", 2).orElseThrow().stream()
                        .map(Entry::player)
                        .toList());
        assertEquals(100, signals.top("spring", 1).orElseThrow().get(0).score());
        assertEquals(Optional.empty(), signals.top("no-such", 2));
    }

    @Test
    void oldOnesAreDeletedByTheirLastDraw() throws Exception {
        add(1, 1, 0, SignalReason.QUICK_TAP);
        add(2, 1, 0, SignalReason.QUICK_TAP);
        add(2, 1, 10, SignalReason.QUICK_TAP);
        assertEquals(1, signals.deleteBefore(FIRST.plusSeconds(5), 1_000));
        assertEquals(player(2), signals.top("spring", 9).orElseThrow().get(0).player());
    }

    private void add(int player, int draws, int seconds, SignalReason... reasons) throws Exception {
        int bits = Arrays.stream(reasons).mapToInt(SignalReason::bit).sum();
        signals.add(List.of(addition(player, draws, seconds, bits)));
    }

    private static Addition addition(int player, int draws, int seconds, int bits) {
        long at = FIRST.plusSeconds(seconds).toEpochMilli();
        return new Addition(new PlayerKey(campaign, player(player)), bits, draws, at, at);
    }
}
