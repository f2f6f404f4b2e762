package org.turntable.redis.draw;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.draw.restart.EntryId;

/**
 * The latest entry of each campaign's stream of which this node knows: every draw that it has answered, and every block
 * that it has confirmed, is that entry or an earlier one. Thread-safe.
 */
final class KnownEntries {
    private record Known(long epoch, EntryId entry) {}

    private final Map<Integer, Known> campaigns = new ConcurrentHashMap<>();

    /** An entry is known, in that epoch. After an epoch has ended its entries do not count any more. */
    void add(int campaignId, long epoch, String entryId) {
        EntryId entry = EntryId.parse(entryId);
        campaigns.merge(campaignId, new Known(epoch, entry), KnownEntries::later);
    }

    private static Known later(Known there, Known added) {
        if (there.epoch() != added.epoch()) {
            return there.epoch() > added.epoch() ? there : added;
        }
        return there.entry().compareTo(added.entry()) >= 0 ? there : added;
    }

    /** The latest one in that epoch. */
    EntryId latest(int campaignId, long epoch) {
        Known there = campaigns.get(campaignId);
        return there == null || there.epoch() < epoch ? EntryId.NONE : there.entry();
    }
}
