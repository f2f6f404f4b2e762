package org.turntable.draw;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns;

/** The plans that this node holds: pages and draws read them from memory, a background thread reads them from MariaDB. */
public final class PlanKeeper {
    private final Campaigns campaigns;
    private final EpochBoard board;
    private final Optional<String> defaultSlug;
    private volatile Map<String, Campaign> bySlug = Map.of();
    private volatile boolean loaded;

    /** @param defaultSlug the campaign to which the root leads, where an operator named one */
    public PlanKeeper(Campaigns campaigns, EpochBoard board, Optional<String> defaultSlug) {
        this.campaigns = campaigns;
        this.board = board;
        this.defaultSlug = defaultSlug;
    }

    /**
     * Reads all plans anew, and announces newer ones to the other nodes.
     *
     * @throws Campaigns.Unavailable when MariaDB does not answer; what is held stays in force
     */
    public void reload() throws Campaigns.Unavailable {
        Map<String, Campaign> read = new LinkedHashMap<>();
        campaigns.published().forEach(campaign -> read.put(campaign.slug(), campaign));
        bySlug = Map.copyOf(read);
        loaded = true;
        // Each time and not only for what is new here: whoever published an epoch may have held an older plan.
        for (Campaign campaign : read.values()) {
            board.announcePlan(campaign.id(), campaign.planVersion(), board.runId());
        }
    }

    /** Whether plans were read at least once. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Every campaign but drafts. */
    public List<Campaign> all() {
        return List.copyOf(bySlug.values());
    }

    /** The campaign of that path, if there is one. */
    public Optional<Campaign> bySlug(String slug) {
        return Optional.ofNullable(bySlug.get(slug));
    }

    /** The campaign to which the root leads: the named one, else the open one that opened last, else the next, else the last. */
    public Optional<Campaign> current(Instant now) {
        Optional<Campaign> named = defaultSlug.flatMap(this::bySlug);
        if (named.isPresent()) {
            return named;
        }
        Optional<Campaign> open = all().stream()
                .filter(campaign -> campaign.phaseAt(now) == Campaign.Phase.OPEN || campaign.phaseAt(now) == Campaign.Phase.PAUSED).max(Comparator.comparing(Campaign::opensAt));
        Optional<Campaign> next = all().stream().filter(campaign -> campaign.phaseAt(now) == Campaign.Phase.NOT_BEGUN)
                .min(Comparator.comparing(Campaign::opensAt));
        return open.or(() -> next).or(() -> all().stream().max(Comparator.comparing(Campaign::closesAt)));
    }
}
