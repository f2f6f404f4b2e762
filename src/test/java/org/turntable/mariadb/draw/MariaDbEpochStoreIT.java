package org.turntable.mariadb.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochStore;
import org.turntable.ledger.DrawEntry;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.testing.stack.Await;

class MariaDbEpochStoreIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String RUN_A = "a".repeat(40);
    private static final String RUN_B = "b".repeat(40);
    private static CampaignOnPair campaign;

    private EpochStore store;
    private int id;
    private int coupon;
    private int watch;

    @BeforeAll
    static void start() {
        campaign = new CampaignOnPair().start();
    }

    @AfterAll
    static void stop() {
        campaign.close();
    }

    @BeforeEach
    void openACampaign() throws Exception {
        campaign.newCampaign();
        store = new MariaDbEpochStore(campaign.pool());
        id = campaign.campaignId();
        coupon = campaign.prizeId(1);
        watch = campaign.prizeId(2);
    }

    @Test
    void thereIsNoEpochBeforeTheFirstWhichIsCreatedOnce() throws Exception {
        assertEquals(Optional.empty(), store.read(id));
        assertTrue(store.move(id, null, new Epoch(1, RUN_A)));
        assertFalse(store.move(id, null, new Epoch(1, RUN_B)));
        assertEquals(Optional.of(new Epoch(1, RUN_A)), store.read(id));
    }

    @Test
    void anEpochIsReplacedOnlyIfTheStoredOneIsAsExpected() throws Exception {
        store.move(id, null, new Epoch(1, RUN_A));
        assertFalse(store.move(id, new Epoch(2, RUN_A), new Epoch(3, RUN_B)), "another number");
        assertFalse(store.move(id, new Epoch(1, RUN_B), new Epoch(2, RUN_B)), "another run");
        assertEquals(Optional.of(new Epoch(1, RUN_A)), store.read(id));
        assertTrue(store.move(id, new Epoch(1, RUN_A), new Epoch(2, RUN_B)));
        assertEquals(Optional.of(new Epoch(2, RUN_B)), store.read(id));
        assertFalse(store.move(id, new Epoch(1, RUN_A), new Epoch(2, RUN_B)));
    }

    @Test
    void oneOfManyConcurrentNodesReplacesTheEpoch() throws Exception {
        store.move(id, null, new Epoch(1, RUN_A));
        for (int round = 1; round <= 10; round++) {
            Epoch from = new Epoch(round, RUN_A);
            Epoch to = new Epoch(round + 1, RUN_A);
            List<CompletableFuture<Boolean>> moves = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                moves.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return store.move(id, from, to);
                    } catch (DatabaseUnavailableException unavailable) {
                        throw new IllegalStateException(unavailable);
                    }
                }));
            }
            int moved = 0;
            for (CompletableFuture<Boolean> move : moves) {
                moved += move.get(LIMIT.toSeconds(), TimeUnit.SECONDS) ? 1 : 0;
            }
            assertEquals(1, moved);
        }
    }

    @Test
    void anEpochThatWasMovedIsOnTheReplica() throws Exception {
        store.move(id, null, new Epoch(1, RUN_A));
        campaign.pair().awaitReplicaCaughtUp();
        assertEquals(
                "1", campaign.pair().replica().ask("SELECT epoch FROM turntable.draw_epoch WHERE campaign_id = " + id));
    }

    @Test
    void awardedUnitsAreTakenAndFreeOnesAreNot() throws Exception {
        campaign.store(player(1), 1, coupon, 1);
        campaign.store(player(2), 1, coupon, 2);
        campaign.store(player(3), 1, null, null);
        campaign.store(player(4), 1, coupon, null);
        assertEquals(Map.of(coupon, 2L), store.taken(id, List.of()), "a candidate without a unit took nothing");
    }

    @Test
    void aCandidateThatIsNotStoredYetIsTakenAndAStoredOneIsNotCountedTwice() throws Exception {
        campaign.store(player(1), 1, coupon, 1);
        campaign.store(player(2), 1, coupon, null);
        campaign.store(player(3), 1, null, null);
        assertEquals(
                Map.of(coupon, 2L, watch, 1L),
                store.taken(
                        id,
                        List.of(
                                campaign.candidate(player(1), 1, coupon),
                                campaign.candidate(player(2), 1, coupon),
                                campaign.candidate(player(3), 1, watch),
                                campaign.candidate(player(1), 2, coupon),
                                campaign.candidate(player(4), 1, watch))));
    }

    @Test
    void anEntryThatIsReadTwiceIsCountedOnce() throws Exception {
        DrawEntry entry = campaign.candidate(player(1), 1, coupon);
        assertEquals(Map.of(coupon, 1L), store.taken(id, List.of(entry, campaign.candidate(player(1), 1, coupon))));
    }

    @Test
    void candidatesAreReadInChunksAndNoneIsMissed() throws Exception {
        List<DrawEntry> candidates = new ArrayList<>();
        for (int i = 0; i < 1_203; i++) {
            candidates.add(campaign.candidate(player(i), 1, coupon));
        }
        campaign.store(player(0), 1, coupon, 1);
        campaign.store(player(499), 1, null, null);
        campaign.store(player(500), 1, null, null);
        campaign.store(player(1_202), 1, coupon, 2);
        assertEquals(Map.of(coupon, 2L + 1_199L), store.taken(id, candidates));
    }

    @Test
    void aCandidateThatIsStoredWhileTheyAreCountedIsCountedOnce() throws Exception {
        // Its unit and its row are seen in one snapshot: either both, or neither and then as a candidate.
        for (int i = 0; i < 20; i++) {
            DrawEntry entry = campaign.candidate(player(i), 1, coupon);
            CompletableFuture<Void> storing = CompletableFuture.runAsync(() -> {
                try (Connection connection = campaign.pair().application();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    String hex =
                            java.util.HexFormat.of().formatHex(entry.player().bytes());
                    statement.execute("UPDATE prize_unit SET player_id = UNHEX('" + hex
                            + "'), draw_number = 1, awarded_at = NOW() WHERE prize_id = " + coupon
                            + " AND ordinal = 1");
                    statement.execute(
                            "REPLACE INTO draw VALUES (" + id + ", UNHEX('" + hex + "'), 1, NOW(), " + coupon + ", 1)");
                    connection.commit();
                } catch (java.sql.SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            while (!storing.isDone()) {
                assertEquals(Map.of(coupon, 1L), store.taken(id, List.of(entry)));
            }
            storing.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertEquals(Map.of(coupon, 1L), store.taken(id, List.of(entry)));
            campaign.pair()
                    .primary()
                    .execute(
                            "DELETE FROM turntable.draw",
                            "UPDATE turntable.prize_unit SET player_id = NULL, draw_number = NULL, awarded_at = NULL");
        }
    }

    @Test
    void unitsAndDrawsOfAnotherCampaignAreNotCounted() throws Exception {
        campaign.store(player(1), 1, coupon, 1);
        assertEquals(Map.of(), store.taken(id + 1, List.of()));
        DrawEntry elsewhere = DrawEntry.candidate(new DrawKey(id + 1, player(1), 1), "1-0", 77, false);
        assertEquals(Map.of(77, 1L), store.taken(id + 1, List.of(elsewhere)));
    }

    @Test
    void aReadOnlyServerMovesNothingAndReportsIt() throws Exception {
        store.move(id, null, new Epoch(1, RUN_A));
        campaign.pair().primary().execute("SET GLOBAL read_only = 1");
        try {
            assertThrows(
                    DatabaseUnavailableException.class, () -> store.move(id, new Epoch(1, RUN_A), new Epoch(2, RUN_B)));
        } finally {
            campaign.pair().primary().execute("SET GLOBAL read_only = 0");
        }
        Await.until("it is moved later", LIMIT, () -> store.move(id, new Epoch(1, RUN_A), new Epoch(2, RUN_B)));
    }
}
