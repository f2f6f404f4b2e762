package org.turntable.showcase;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.outage.DatabaseUnavailableException;

/** A node's cache of the showcases: pages read it from memory, a background task fills it from MariaDB. */
public final class ShowcaseCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShowcaseCache.class);
    /** Short, so that a node that starts has the showcases soon after its campaigns; later runs are once a second. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int PAUSES_PER_REFRESH = 10;
    /** In refreshes, of about a second each. A prize may be sold out at any time while the campaign is open. */
    private static final long REFRESHES_PER_SOLD_OUT = 5;

    /** After the end the wins of the last draws may still be confirmed. */
    private static final long REFRESHES_PER_WINNERS = 60;
    /** From then on all wins are confirmed. */
    private static final Duration FINAL_AFTER = Duration.ofDays(1);

    private static final long REFRESHES_PER_FINAL_WINNERS = 3_600;
    private static final int MAX_WINNERS_PER_PRIZE = 50;

    private final Showcases showcases;
    private final Supplier<? extends Collection<Campaign>> campaigns;
    private final Supplier<Instant> clock;
    private final Map<Integer, Long> versions = new HashMap<>();
    private final Map<Integer, Integer> comparedPlans = new HashMap<>();
    private final PeriodicTask task =
            new PeriodicTask("showcases", "reading the showcases", PAUSE, this::refreshWhenDue);
    private volatile Map<Integer, Showcase> showcasesById = Map.of();
    private volatile Map<String, Picture> pictures = Map.of();
    private long refreshes;
    private int runs;
    private String lastProblem = "";

    /** @param campaigns the campaigns that this node shows */
    public ShowcaseCache(
            Showcases showcases, Supplier<? extends Collection<Campaign>> campaigns, Supplier<Instant> clock) {
        this.showcases = showcases;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    /** Starts the background task; the first run is at once. */
    public void start() {
        task.start();
    }

    private void refreshWhenDue() {
        if (showcasesById.isEmpty() || ++runs % PAUSES_PER_REFRESH == 0) {
            refresh();
        }
    }

    /** The showcase of a campaign; {@link Showcase#PLAIN} before it was read. */
    public Showcase of(Campaign campaign) {
        return showcasesById.getOrDefault(campaign.id(), Showcase.PLAIN);
    }

    /** The picture with this file name, if a campaign shows it. */
    public Optional<Picture> picture(String fileName) {
        return Optional.ofNullable(pictures.get(fileName));
    }

    /** Reads what has changed; while the database does not answer, the cache keeps its content. */
    void refresh() {
        try {
            Collection<Campaign> shown = campaigns.get();
            Map<Integer, Long> now = shown.isEmpty() ? Map.of() : showcases.versions();
            Map<Integer, Showcase> next = new HashMap<>();
            for (Campaign campaign : shown) {
                next.put(campaign.id(), refreshed(campaign, now.getOrDefault(campaign.id(), 0L)));
            }
            showcasesById = Map.copyOf(next);
            pictures = next.values().stream()
                    .flatMap(showcase -> showcase.theme().pictures().values().stream())
                    .collect(Collectors.toUnmodifiableMap(Picture::fileName, picture -> picture, (one, same) -> one));
            refreshes++;
            report("");
        } catch (DatabaseUnavailableException failure) {
            report("the showcases could not be read, the pages keep their content: " + failure.getMessage());
        }
    }

    private Showcase refreshed(Campaign campaign, long version) throws DatabaseUnavailableException {
        Showcase before = showcasesById.get(campaign.id());
        boolean same = before != null && version == versions.getOrDefault(campaign.id(), -1L);
        Showcases.Published published =
                same ? new Showcases.Published(before.theme(), before.rules()) : showcases.published(campaign.id());
        versions.put(campaign.id(), version);
        if (!same || comparedPlans.getOrDefault(campaign.id(), 0) != campaign.planVersion()) {
            compare(campaign, published.rules());
        }
        Campaign.Phase phase = campaign.phaseAt(clock.get());
        boolean ended = phase == Campaign.Phase.ENDED;
        boolean readSoldOut = before == null
                || !ended && phase != Campaign.Phase.NOT_BEGUN && refreshes % REFRESHES_PER_SOLD_OUT == 0;
        long period = clock.get().isAfter(campaign.closesAt().plus(FINAL_AFTER))
                ? REFRESHES_PER_FINAL_WINNERS
                : REFRESHES_PER_WINNERS;
        // Shifted by the id, so that the winners of all campaigns are not read in the same refresh.
        boolean readWinners =
                ended && (before == null || before.winners().isEmpty() || (refreshes + campaign.id()) % period == 0);
        return new Showcase(
                published.theme(),
                published.rules(),
                readSoldOut ? showcases.soldOut(campaign.id()) : before.soldOut(),
                readWinners
                        ? showcases.winners(campaign.id(), MAX_WINNERS_PER_PRIZE)
                        : ended ? before.winners() : List.of());
    }

    private void compare(Campaign campaign, List<RulesVersion> rules) {
        if (!rules.isEmpty() && !rules.get(0).text().equals(RulesText.of(campaign))) {
            LOG.error(
                    "the plan of campaign {} differs from version {} of its published rules: publish the change, "
                            + "or revert it",
                    campaign.slug(),
                    rules.get(0).number());
        }
        comparedPlans.put(campaign.id(), campaign.planVersion());
    }

    /** Logs a problem when it begins and when it ends, not every second in between. */
    private void report(String now) {
        if (!now.equals(lastProblem)) {
            if (now.isEmpty()) {
                LOG.info("the showcases are read again");
            } else {
                LOG.warn("{}", now);
            }
            lastProblem = now;
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
