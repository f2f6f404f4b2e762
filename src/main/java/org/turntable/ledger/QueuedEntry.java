package org.turntable.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * An entry that waits in a node's memory until it is written.
 *
 * @param campaign the uid of its campaign; null if it is not compared
 * @param queuedAt when it was queued, in nanoseconds
 * @param waiter who waits for what is stored; null for nobody
 * @param held the same draw among the unwritten ones; null if another node admitted it
 */
record QueuedEntry(
        LedgerEntry entry,
        String campaign,
        long queuedAt,
        CompletableFuture<Optional<StoredDraw>> waiter,
        UnwrittenDraws.Held held) {
    void complete(Optional<StoredDraw> stored) {
        if (waiter != null) {
            waiter.complete(stored);
        }
    }

    /**
     * One group, unless a campaign was made anew: no group has entries of two campaigns with one number.
     *
     * @param write takes a group, and the uid of the campaign of each number in it
     */
    static void byCampaign(List<QueuedEntry> entries, BiConsumer<List<QueuedEntry>, Map<Integer, String>> write) {
        List<QueuedEntry> left = entries;
        while (!left.isEmpty()) {
            Map<Integer, String> campaigns = new HashMap<>();
            List<QueuedEntry> part = new ArrayList<>(left.size());
            List<QueuedEntry> others = new ArrayList<>();
            for (QueuedEntry item : left) {
                String known = item.campaign() == null
                        ? null
                        : campaigns.putIfAbsent(item.entry().campaignId(), item.campaign());
                (known == null || known.equals(item.campaign()) ? part : others).add(item);
            }
            write.accept(part, campaigns);
            left = others;
        }
    }
}
