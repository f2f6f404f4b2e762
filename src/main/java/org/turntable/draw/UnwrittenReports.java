package org.turntable.draw;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.ledger.UnwrittenDraws;

/**
 * The reports of all nodes on what they still have to write. What players were told in epochs below the coming one has
 * to be in MariaDB before players are loaded from there. A node that does not reach MariaDB reports too: it is the one
 * that still has draws.
 */
final class UnwrittenReports {
    private static final Logger LOG = LoggerFactory.getLogger(UnwrittenReports.class);
    /** How long draws stay closed for nodes that have told results and cannot write them. */
    private static final long UNWRITTEN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final EpochRegistry registry;
    private final String node;
    private final UnwrittenDraws unwritten;
    private final IntFunction<Optional<Epoch>> current;
    /** The earliest epoch that can follow, as far as this node knows. */
    private final Map<Integer, Long> coming = new ConcurrentHashMap<>();

    /**
     * @param node this node's name
     * @param unwritten the draws of this node that MariaDB may not have
     * @param current the epoch of a campaign that this node holds
     */
    UnwrittenReports(
            EpochRegistry registry, String node, UnwrittenDraws unwritten, IntFunction<Optional<Epoch>> current) {
        this.registry = registry;
        this.node = node;
        this.unwritten = unwritten;
        this.current = current;
    }

    /** This node draws in that epoch from now on. */
    void opened(Campaign campaign, Epoch epoch) {
        // A node that missed the change writes what it told before, too.
        unwritten.opened(campaign.id(), campaign.uid(), epoch.number());
        coming.put(campaign.id(), epoch.number() + 1);
    }

    /** That epoch has ended. */
    void closed(int campaignId, Epoch epoch) {
        coming.merge(campaignId, epoch.number() + 1, Math::max);
    }

    /** Tells the other nodes how many draws this node still has to write; nothing before an epoch has ended. */
    void report(Campaign campaign, String runId) {
        Long below = coming.get(campaign.id());
        if (below != null) {
            int draws = unwritten.lost(campaign.id(), campaign.uid(), below);
            registry.reportUnwritten(campaign.id(), runId, node, below, draws);
            // The epoch may have gone on meanwhile.
            current.apply(campaign.id())
                    .ifPresent(epoch -> unwritten.opened(campaign.id(), campaign.uid(), epoch.number()));
        }
    }

    /** Whether no node has draws left to write, or the nodes that do have had their time. */
    boolean isWritten(Campaign campaign, Epoch next, String runId, long lateNanos) {
        if (next.number() == 1) {
            return true;
        }
        int own = unwritten.lost(campaign.id(), campaign.uid(), next.number());
        registry.reportUnwritten(campaign.id(), runId, node, next.number(), own);
        List<String> nodes = registry.unwritten(campaign.id(), runId, next.number());
        if (nodes.isEmpty()) {
            return true;
        }
        boolean over = lateNanos >= UNWRITTEN_NANOS;
        if (over) {
            LOG.error(
                    "campaign {}: draws open although {} have not written what they told players: those losses may be drawn"
                            + " again",
                    campaign.slug(),
                    nodes);
        }
        return over;
    }
}
