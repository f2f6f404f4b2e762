package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.ChiSquare;
import org.turntable.campaign.Prize;
import org.turntable.draw.Admission;
import org.turntable.draw.Admissions;
import org.turntable.draw.Epoch;
import org.turntable.ledger.Entries;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;

/** While stock lasts, the frequency of prizes matches the odds on the rules page. */
class PublishedOddsIT {
    private static final int DRAWS = 1_000_000;
    private static final int PLAYERS = 2_000;
    private static final int EACH = DRAWS / PLAYERS;

    private final Campaign campaign = new CampaignBuilder()
            .base(100_000)
            .chances(EACH, EACH)
            .prize(1, 1_000, DRAWS)
            .prize(2, 20_000, DRAWS)
            .prize(3, 12_345, DRAWS)
            .build();
    private final SecureRandom random = new SecureRandom();
    private final AtomicLongArray got = new AtomicLongArray(4);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger(PLAYERS);
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @Test
    void aMillionDrawsThroughTheRealScriptMatchThePublishedOdds() throws Exception {
        try (DrawsRedis redis = new DrawsRedis();
                RedisForDraws node = redis.node(30_000, 3L * DRAWS, System::currentTimeMillis)) {
            Epoch epoch = redis.open(node, campaign, 1);
            for (int player = 0; player < PLAYERS; player++) {
                drawOn(node.admissions(), Players.player(player), 1, epoch);
            }
            Await.until("the node draws", Duration.ofSeconds(30), () -> answered.get() > 0);
            // Syncing to disk does not affect the odds and would take most of the time. A node does not connect to such
            // a Redis: from here on.
            redis.server().command("CONFIG", "SET", "appendfsync", "no");
            awaitAllDraws();

            long[] observed = {got.get(0), got.get(1), got.get(2), got.get(3)};
            double statistic = ChiSquare.of(observed, new double[] {0.66655, 0.01, 0.2, 0.12345});
            assertTrue(statistic < ChiSquare.onceInAMillion(3), "chi-square " + statistic + " of " + got);
            assertEquals(DRAWS, redis.streamLength(campaign.id()), "each draw once");
            for (int prizeId : new int[] {1, 2, 3}) {
                assertEquals(
                        Long.toString(got.get(prizeId)),
                        redis.server().command("HGET", "tt:{7}:taken", Integer.toString(prizeId)));
            }
        }
    }

    /** Waits as long as draws are answered: how long a million of them take depends on the machine. */
    private void awaitAllDraws() throws Exception {
        int before = -1;
        while (!done.isDone()) {
            int now = answered.get();
            assertTrue(now > before, "no draw was answered for 30 s after " + now);
            before = now;
            try {
                done.get(30, TimeUnit.SECONDS);
            } catch (TimeoutException stillAtIt) {
                // The loop looks at the progress.
            }
        }
        done.get();
    }

    /** One player requests draws one after the other. */
    private void drawOn(Admissions admissions, PlayerId player, int number, Epoch epoch) {
        Prize hit = campaign.odds().roll(random).orElse(null);
        admissions.admit(campaign, player, number, hit, epoch).whenComplete((admission, failed) -> {
            if (!(admission instanceof Admission.Admitted admitted)) {
                done.completeExceptionally(
                        failed != null ? failed : new AssertionError("draw " + number + " was answered " + admission));
                return;
            }
            answered.incrementAndGet();
            got.incrementAndGet(Entries.prizeId(admitted.entry()));
            if (number < EACH) {
                drawOn(admissions, player, number + 1, epoch);
            } else if (left.decrementAndGet() == 0) {
                done.complete(null);
            }
        });
    }
}
