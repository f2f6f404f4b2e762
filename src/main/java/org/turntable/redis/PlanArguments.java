package org.turntable.redis;

import static org.turntable.redis.RedisKeys.bytes;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.campaign.Campaign;

/**
 * What every draw of a plan on one day tells draw.lua alike, written once.
 *
 * @param campaign the plan
 * @param day      the day
 * @param terms    the numbers, packed as draw.lua's header says: one argument is a fifth of the work of nine for Redis
 */
record PlanArguments(Campaign campaign, Campaign.Day day, byte[] version, byte[] state, byte[] dayNumber, byte[] terms) {
    /** A player's hash outlives its campaign by this, for whoever comes to look at a prize. */
    private static final Duration HASH_AFTERLIFE = Duration.ofDays(400);

    private static PlanArguments of(Campaign campaign, Campaign.Day day, long highWater) {
        ByteBuffer terms = ByteBuffer.allocate(8 * Double.BYTES);
        for (double term : new double[] {campaign.opensAt().toEpochMilli(), campaign.closesAt().toEpochMilli(), day.startMs(), day.endMs(),
                campaign.chancesPerDay(), campaign.chancesInAll(), highWater, endOfLifeMs(campaign)}) {
            terms.putDouble(term);
        }
        return new PlanArguments(campaign, day, bytes(campaign.planVersion()), bytes(campaign.state().word()), bytes(day.number()), terms.array());
    }

    /** When a player's hash of this campaign may go. */
    static byte[] endOfLife(Campaign campaign) {
        return bytes(endOfLifeMs(campaign));
    }

    private static long endOfLifeMs(Campaign campaign) {
        return campaign.closesAt().plus(HASH_AFTERLIFE).toEpochMilli();
    }

    /** The last of each campaign; a change of plan or day makes it anew. */
    static final class Cache {
        private final Map<Integer, PlanArguments> last = new ConcurrentHashMap<>();
        private final long highWater;

        /** @param highWater entries in the ledger's stream at which draws are busy */
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
