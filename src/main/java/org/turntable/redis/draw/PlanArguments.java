package org.turntable.redis.draw;

import static org.turntable.redis.RedisKeys.bytes;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.campaign.Campaign;

/**
 * The arguments of draw.lua that are the same for every draw of a plan on one day, encoded once.
 *
 * @param campaign the plan
 * @param day the day
 * @param terms the numbers, packed as the header of draw.lua describes: for Redis one argument costs a fifth of nine
 */
record PlanArguments(
        Campaign campaign, Campaign.Day day, byte[] version, byte[] state, byte[] dayNumber, byte[] terms) {
    /** How long a player's hash is kept after the end of its campaign, so that players can still see their prizes. */
    private static final Duration HASH_RETENTION = Duration.ofDays(400);

    private static PlanArguments of(Campaign campaign, Campaign.Day day, long highWater) {
        ByteBuffer terms = ByteBuffer.allocate(8 * Double.BYTES);
        for (double term : new double[] {
            campaign.opensAt().toEpochMilli(),
            campaign.closesAt().toEpochMilli(),
            day.startMs(),
            day.endMs(),
            campaign.chancesPerDay(),
            campaign.chancesInAll(),
            highWater,
            expiryMs(campaign)
        }) {
            terms.putDouble(term);
        }
        return new PlanArguments(
                campaign,
                day,
                bytes(campaign.planVersion()),
                bytes(campaign.state().word()),
                bytes(day.number()),
                terms.array());
    }

    /** When a player's hash of this campaign expires, in milliseconds since the epoch. */
    static byte[] expiry(Campaign campaign) {
        return bytes(expiryMs(campaign));
    }

    private static long expiryMs(Campaign campaign) {
        return campaign.closesAt().plus(HASH_RETENTION).toEpochMilli();
    }

    /** The last arguments of each campaign; a change of plan or day replaces them. */
    static final class Cache {
        private final Map<Integer, PlanArguments> last = new ConcurrentHashMap<>();
        private final long highWater;

        /** @param highWater entries in the ledger's stream from which on draws are refused as busy */
        Cache(long highWater) {
            this.highWater = highWater;
        }

        PlanArguments of(Campaign campaign, long nowMs) {
            PlanArguments known = last.get(campaign.id());
            if (known == null || known.campaign() != campaign || !known.day().holds(nowMs)) {
                known = PlanArguments.of(campaign, campaign.dayAt(Instant.ofEpochMilli(nowMs)), highWater);
                last.put(campaign.id(), known);
            }
            return known;
        }
    }
}
