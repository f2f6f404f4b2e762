package org.turntable.tool.command.reimport;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.config.Settings;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochCoordinator;
import org.turntable.draw.EpochRegistry;
import org.turntable.draw.EpochStore;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.draw.MariaDbEpochStore;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.redis.RedisAddresses;
import org.turntable.redis.draw.RedisForDraws;
import org.turntable.tool.reimport.apply.TakenRecount;
import org.turntable.tool.reimport.row.MatchedCampaign;

/**
 * Moves a campaign to the next epoch, as nodes do after a loss of the state of Redis: taken units are recounted from
 * MariaDB and the stream, and each player is reloaded at the next draw, with imported wins. Draws answer "busy" for a
 * moment.
 */
final class EpochRecount implements TakenRecount {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
    private static final long RETRY_MS = 50;
    private static final String NAME = "turntable-ops";

    private final Settings.DrawsRedis redis;
    private final DataSource pool;

    EpochRecount(Settings.DrawsRedis redis, DataSource pool) {
        this.redis = redis;
        this.pool = pool;
    }

    @Override
    public void recount(MatchedCampaign pair) throws DatabaseUnavailableException {
        EpochStore store = new MariaDbEpochStore(pool);
        try (RedisForDraws draws = new RedisForDraws(
                RedisAddresses.of(redis.redis(), redis.authorities()), 1, 1_000, 1, Clock.systemUTC()::millis)) {
            Optional<Campaign> campaign = new MariaDbCampaignAdministration(pool).find(pair.slug());
            Optional<Epoch> previous = store.read(pair.id());
            if (campaign.isPresent() && previous.isPresent()) {
                move(campaign.get(), previous.get(), store, draws);
            }
        }
    }

    private static void move(Campaign campaign, Epoch previous, EpochStore store, RedisForDraws draws)
            throws DatabaseUnavailableException {
        EpochRegistry registry = draws.epochRegistry();
        EpochCoordinator coordinator = null;
        long end = System.nanoTime() + TIME_LIMIT.toNanos();
        String failure = "the epoch did not move";
        boolean closed = false;
        while (System.nanoTime() < end) {
            try {
                if (coordinator == null) {
                    // Where Redis lost no state, there is no need to wait.
                    Duration settling = registry.runId().equals(previous.runId()) ? Duration.ZERO : draws.cutOff();
                    coordinator = new EpochCoordinator(
                            store,
                            registry,
                            NAME,
                            new DrawMetrics(new PrometheusRegistry()),
                            settling,
                            System::nanoTime);
                }
                if (!closed) {
                    registry.close(campaign.id(), new Epoch(previous.number() + 1, registry.runId()));
                    closed = true;
                }
                // This tool or a node moves the epoch, whichever is first.
                coordinator.ensure(campaign);
                if (coordinator
                        .current(campaign.id())
                        .filter(epoch -> epoch.number() > previous.number())
                        .isPresent()) {
                    return;
                }
            } catch (RedisUnavailableException unavailable) {
                failure = unavailable.getMessage();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new RedisUnavailableException("Redis did not recount campaign " + campaign.slug() + ": " + failure, null);
    }
}
