package org.turntable.draw;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.turntable.campaign.Campaign;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;

/** The history of players who have all lost once. */
public final class FakePlayerHistory implements PlayerHistory {
    /** One read of several players. */
    public record Read(int campaignId, List<PlayerId> players, Campaign.Day day) {}

    private final List<Read> reads = new CopyOnWriteArrayList<>();
    private volatile Exception failure;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** From now on each read fails with this exception; null to end that. */
    public void fails(Exception failure) {
        this.failure = failure;
    }

    public void hang() {
        gate = new CountDownLatch(1);
    }

    public void release() {
        gate.countDown();
    }

    public List<Read> reads() {
        return List.copyOf(reads);
    }

    @Override
    public Map<PlayerId, History> read(Campaign campaign, List<PlayerId> players, Campaign.Day day)
            throws DatabaseUnavailableException {
        reads.add(new Read(campaign.id(), players, day));
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a test let the database hang");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof DatabaseUnavailableException unavailable) {
            throw unavailable;
        }
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        Map<PlayerId, History> histories = new HashMap<>();
        players.forEach(player -> histories.put(
                player, new History(true, 1, 1, day, new DrawOutcome.Loss(), List.of(), BlockState.NONE)));
        return histories;
    }
}
