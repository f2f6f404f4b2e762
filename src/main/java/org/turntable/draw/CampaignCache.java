package org.turntable.draw;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * The cached plans of this node: pages and draws read them from memory, a background thread reads them from MariaDB.
 */
public final class CampaignCache {
    private final Campaigns campaigns;
    private final EpochRegistry registry;
    private final Optional<String> defaultSlug;
    private volatile Map<String, Campaign> bySlug = Map.of();
    private volatile boolean loaded;

    /** @param defaultSlug the campaign to which the root path redirects; empty to choose by date */
    public CampaignCache(Campaigns campaigns, EpochRegistry registry, Optional<String> defaultSlug) {
        this.campaigns = campaigns;
        this.registry = registry;
        this.defaultSlug = defaultSlug;
    }

    /**
     * Reads all plans again, announces newer versions to the other nodes, and compares them with those in Redis.
     *
     * @return the campaigns of which Redis has a newer version than the one that was read, another plan of that
     *     version, or the state of another campaign with the same number
     * @throws DatabaseUnavailableException if MariaDB does not answer; the cached plans stay in force
     */
    public Set<Integer> reload() throws DatabaseUnavailableException {
        Map<Integer, EpochRegistry.Difference> differences = readAndAnnounce();
        if (differences.values().stream().anyMatch(difference -> difference != EpochRegistry.Difference.NEWER)) {
            // Perhaps it was changed by hand, or another node has read a restored database earlier: only a plan that
            // was read after the comparison tells that it is Redis that differs from MariaDB.
            campaigns.forget();
            differences = readAndAnnounce();
        }
        return differences.keySet();
    }

    private Map<Integer, EpochRegistry.Difference> readAndAnnounce() throws DatabaseUnavailableException {
        Map<String, Campaign> read = new LinkedHashMap<>();
        campaigns.published().forEach(campaign -> read.put(campaign.slug(), campaign));
        bySlug = Map.copyOf(read);
        loaded = true;
        // Every time, not only for plans that are new here: the node that published the epoch may have an older plan.
        Map<Integer, EpochRegistry.Difference> differences = new HashMap<>();
        for (Campaign campaign : read.values()) {
            EpochRegistry.Difference difference = registry.announcePlan(
                            campaign.id(), PlanStamp.of(campaign), registry.runId())
                    .difference();
            if (difference != EpochRegistry.Difference.NONE) {
                differences.put(campaign.id(), difference);
            }
        }
        return differences;
    }

    /** Whether the plans were read at least once. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Every campaign except drafts. */
    public List<Campaign> all() {
        return List.copyOf(bySlug.values());
    }

    /** The campaign of that path, if there is one. */
    public Optional<Campaign> bySlug(String slug) {
        return Optional.ofNullable(bySlug.get(slug));
    }

    /**
     * The campaign to which the root path redirects: the configured one, else the open one that opened last, else the
     * next to open, else the last to close.
     */
    public Optional<Campaign> current(Instant now) {
        Optional<Campaign> named = defaultSlug.flatMap(this::bySlug);
        if (named.isPresent()) {
            return named;
        }
        Optional<Campaign> open = all().stream()
                .filter(campaign ->
                        campaign.phaseAt(now) == Campaign.Phase.OPEN || campaign.phaseAt(now) == Campaign.Phase.PAUSED)
                .max(Comparator.comparing(Campaign::opensAt));
        Optional<Campaign> next = all().stream()
                .filter(campaign -> campaign.phaseAt(now) == Campaign.Phase.NOT_BEGUN)
                .min(Comparator.comparing(Campaign::opensAt));
        return open.or(() -> next).or(() -> all().stream().max(Comparator.comparing(Campaign::closesAt)));
    }
}
