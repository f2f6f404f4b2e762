package org.turntable.redis;

import static org.turntable.redis.RedisKeys.bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.campaign.Campaign;

/**
 * What every draw of a plan on one day tells draw.lua alike, written once: a third of the arguments of each call.
 *
 * @param campaign the plan
 * @param day      the day
 */
record PlanArguments(Campaign campaign, Campaign.Day day, byte[] version, byte[] state, byte[] opens, byte[] closes, byte[] dayNumber,
                     byte[] dayStart, byte[] dayEnd, byte[] chancesPerDay, byte[] chancesInAll, byte[] endOfLife) {
    /** A player's hash outlives its campaign by this, for whoever comes to look at a prize. */
    private static final Duration HASH_AFTERLIFE = Duration.ofDays(400);

    private static PlanArguments of(Campaign campaign, Campaign.Day day) {
        return new PlanArguments(campaign, day, bytes(campaign.planVersion()), bytes(campaign.state().word()),
                bytes(campaign.opensAt().toEpochMilli()), bytes(campaign.closesAt().toEpochMilli()), bytes(day.number()), bytes(day.startMs()),
                bytes(day.endMs()), bytes(campaign.chancesPerDay()), bytes(campaign.chancesInAll()), endOfLife(campaign));
    }

    /** When a player's hash of this campaign may go. */
    static byte[] endOfLife(Campaign campaign) {
        return bytes(campaign.closesAt().plus(HASH_AFTERLIFE).toEpochMilli());
    }

    /** The last of each campaign; a change of plan or day makes it anew. */
    static final class Cache {
        private final Map<Integer, PlanArguments> last = new ConcurrentHashMap<>();

        PlanArguments of(Campaign campaign, long nowMs) {
            PlanArguments known = last.get(campaign.id());
            if (known == null || known.campaign() != campaign || !known.day().holds(nowMs)) {
                known = PlanArguments.of(campaign, campaign.dayAt(Instant.ofEpochMilli(nowMs)));
                last.put(campaign.id(), known);
            }
            return known;
        }
    }
}
