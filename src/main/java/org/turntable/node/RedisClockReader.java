package org.turntable.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.draw.CampaignCache;
import org.turntable.health.DecidingClock;
import org.turntable.health.NodeClocks;
import org.turntable.outage.RedisUnavailableException;

/** Compares the clock of the Redis for draws with this node's, and with the deciding time of each campaign. */
final class RedisClockReader {
    private static final Logger LOG = LoggerFactory.getLogger(RedisClockReader.class);

    private final DecidingClock clock;
    private final CampaignCache plans;
    private final NodeClocks clocks;

    RedisClockReader(DecidingClock clock, CampaignCache plans, NodeClocks clocks) {
        this.clock = clock;
        this.plans = plans;
        this.clocks = clocks;
    }

    /** Reads it once; while Redis does not answer, the last values remain. */
    void read() {
        List<Campaign> campaigns = plans.all();
        try {
            clocks.redis().measure(() -> {
                DecidingClock.Reading reading =
                        clock.read(campaigns.stream().map(Campaign::id).toList());
                Map<String, Double> behind = new HashMap<>();
                campaigns.forEach(campaign -> behind.put(campaign.slug(), reading.behind(campaign.id())));
                clocks.deciding().set(behind);
                return reading.millis();
            });
        } catch (RedisUnavailableException unavailable) {
            LOG.debug("the clock of Redis could not be read: {}", unavailable.getMessage());
        }
    }
}
