package org.turntable.cli.reimport;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.turntable.app.RedisAddresses;
import org.turntable.app.Settings;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns;
import org.turntable.draw.Admissions;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochBoard;
import org.turntable.draw.EpochKeeper;
import org.turntable.draw.EpochStore;
import org.turntable.mariadb.MariaDbCampaignAdministration;
import org.turntable.mariadb.MariaDbEpochStore;
import org.turntable.redis.RedisForDraws;
import org.turntable.reimport.CampaignPair;
import org.turntable.reimport.Recount;
import org.turntable.reimport.Rows.Unavailable;

/**
 * Moves a campaign's epoch on, the way nodes do after a loss of Redis's state: what is taken is counted anew from MariaDB and the stream, and
 * each player is read anew at the next tap, with the wins that were brought over. Draws say busy for a moment.
 */
final class EpochRecount implements Recount {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long AGAIN_MS = 50;
    private static final String NAME = "turntable-ops";

    private final Settings.DrawsRedis redis;
    private final DataSource pool;

    EpochRecount(Settings.DrawsRedis redis, DataSource pool) {
        this.redis = redis;
        this.pool = pool;
    }

    @Override
    public void of(CampaignPair pair) throws Unavailable {
        EpochStore store = new MariaDbEpochStore(pool);
        try (RedisForDraws draws = new RedisForDraws(RedisAddresses.of(redis.redis(), redis.authorities()), 1, 1_000, 1, Clock.systemUTC()::millis)) {
            Optional<Campaign> campaign = new MariaDbCampaignAdministration(pool).find(pair.slug());
            Optional<Epoch> before = store.read(pair.id());
            if (campaign.isPresent() && before.isPresent()) {
                move(campaign.get(), before.get(), store, draws.epochBoard());
            }
        } catch (EpochStore.Unavailable | Campaigns.Unavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
    }

    private static void move(Campaign campaign, Epoch before, EpochStore store, EpochBoard board) throws EpochStore.Unavailable, Unavailable {
        // Redis lost nothing: nothing has to settle.
        EpochKeeper keeper = new EpochKeeper(store, board, NAME, new DrawMetrics(new PrometheusRegistry()), Duration.ZERO, System::nanoTime);
        long end = System.nanoTime() + LIMIT.toNanos();
        String trouble = "the nodes did not move it on";
        boolean closed = false;
        while (System.nanoTime() < end) {
            try {
                if (!closed) {
                    board.close(campaign.id(), new Epoch(before.number() + 1, board.runId()));
                    closed = true;
                }
                // Whoever is first moves it on, this tool or a node: the others find it done.
                keeper.ensure(campaign);
                if (keeper.current(campaign.id()).filter(epoch -> epoch.number() > before.number()).isPresent()) {
                    return;
                }
            } catch (Admissions.Unavailable away) {
                trouble = away.getMessage();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new Unavailable("Redis does not count anew in campaign " + campaign.slug() + ": " + trouble, null);
    }
}
