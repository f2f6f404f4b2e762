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
import org.turntable.campaign.Campaigns;
import org.turntable.rounds.Rounds;

/** The showcases that this node holds: pages read them from memory, one background thread reads them from MariaDB. */
public final class ShowcaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShowcaseKeeper.class);
    /** A node that has just started holds them with its plans; from then on once a second will do. */
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_A_ROUND = 10;
    /** While it is played, a prize may be used up at any moment, and wins of the last draws may still be confirmed after the end. */
    private static final long ROUNDS_BETWEEN_COUNTS = 5;
    private static final long ROUNDS_BETWEEN_WINNERS = 60;
    /** A day after the end the last draw has long been confirmed. */
    private static final Duration SETTLED_AFTER = Duration.ofDays(1);
    private static final long ROUNDS_BETWEEN_SETTLED = 3_600;
    private static final int MOST_WINNERS_OF_A_PRIZE = 50;

    private final Showcases showcases;
    private final Supplier<? extends Collection<Campaign>> campaigns;
    private final Supplier<Instant> clock;
    private final Map<Integer, Long> versions = new HashMap<>();
    private final Map<Integer, Integer> comparedPlans = new HashMap<>();
    private final Rounds rounds = new Rounds("showcases", "reading the showcases", TICK, this::tick);
    private volatile Map<Integer, Showcase> held = Map.of();
    private volatile Map<String, Picture> pictures = Map.of();
    private long round;
    private int ticks;
    private String lastTrouble = "";

    /** @param campaigns those that this node shows */
    public ShowcaseKeeper(Showcases showcases, Supplier<? extends Collection<Campaign>> campaigns, Supplier<Instant> clock) {
        this.showcases = showcases;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    /** Begins; the first round is at once. */
    public void start() {
        rounds.start();
    }

    private void tick() {
        if (held.isEmpty() || ++ticks % TICKS_A_ROUND == 0) {
            refresh();
        }
    }

    /** What is held of a campaign; a plain showcase before anything was read. */
    public Showcase of(Campaign campaign) {
        return held.getOrDefault(campaign.id(), Showcase.PLAIN);
    }

    /** The picture of that file name, if a campaign shows it. */
    public Optional<Picture> picture(String fileName) {
        return Optional.ofNullable(pictures.get(fileName));
    }

    /** One round: reads what has changed. What cannot be read stays as it is held. */
    void refresh() {
        try {
            Collection<Campaign> shown = campaigns.get();
            Map<Integer, Long> now = shown.isEmpty() ? Map.of() : showcases.versions();
            Map<Integer, Showcase> next = new HashMap<>();
            for (Campaign campaign : shown) {
                next.put(campaign.id(), refreshed(campaign, now.getOrDefault(campaign.id(), 0L)));
            }
            held = Map.copyOf(next);
            pictures = next.values().stream().flatMap(showcase -> showcase.theme().pictures().values().stream())
                    .collect(Collectors.toUnmodifiableMap(Picture::fileName, picture -> picture, (one, same) -> one));
            round++;
            trouble("");
        } catch (Campaigns.Unavailable away) {
            trouble("the pages stay as they were: " + away.getMessage());
        }
    }

    private Showcase refreshed(Campaign campaign, long version) throws Campaigns.Unavailable {
        Showcase before = held.get(campaign.id());
        boolean same = before != null && version == versions.getOrDefault(campaign.id(), -1L);
        Showcases.Published published = same ? new Showcases.Published(before.theme(), before.rules()) : showcases.published(campaign.id());
        versions.put(campaign.id(), version);
        if (!same || comparedPlans.getOrDefault(campaign.id(), 0) != campaign.planVersion()) {
            compare(campaign, published.rules());
        }
        Campaign.Phase phase = campaign.phaseAt(clock.get());
        boolean over = phase == Campaign.Phase.ENDED;
        boolean count = before == null || !over && phase != Campaign.Phase.NOT_BEGUN && round % ROUNDS_BETWEEN_COUNTS == 0;
        long between = clock.get().isAfter(campaign.closesAt().plus(SETTLED_AFTER)) ? ROUNDS_BETWEEN_SETTLED : ROUNDS_BETWEEN_WINNERS;
        // By its id, so that not all of a year's campaigns are read in one round.
        boolean name = over && (before == null || before.winners().isEmpty() || (round + campaign.id()) % between == 0);
        return new Showcase(published.theme(), published.rules(), count ? showcases.soldOut(campaign.id()) : before.soldOut(),
                name ? showcases.winners(campaign.id(), MOST_WINNERS_OF_A_PRIZE) : over ? before.winners() : List.of());
    }

    private void compare(Campaign campaign, List<RulesVersion> rules) {
        if (!rules.isEmpty() && !rules.get(0).text().equals(RulesText.of(campaign))) {
            LOG.error("campaign {} is played by another plan than version {} of its rules says: publish the change, or take it back",
                    campaign.slug(), rules.get(0).number());
        }
        comparedPlans.put(campaign.id(), campaign.planVersion());
    }

    /** Logs a trouble when it comes and when it goes, not every second while it lasts. */
    private void trouble(String now) {
        if (!now.equals(lastTrouble)) {
            if (now.isEmpty()) {
                LOG.info("the showcases are read again");
            } else {
                LOG.warn("{}", now);
            }
            lastTrouble = now;
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
