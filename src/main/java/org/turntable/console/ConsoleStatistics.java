package org.turntable.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.draw.TakenCounts;
import org.turntable.health.NodeRegistry;
import org.turntable.ledger.LedgerStream;
import org.turntable.ledger.LedgerTotals;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

/**
 * The figures of campaigns and nodes. An unavailable source gives an empty value. No query counts rows, so that the
 * page adds no load during an incident.
 */
public final class ConsoleStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleStatistics.class);

    private final LedgerTotals totals;
    private final TakenCounts takenCounts;
    private final LedgerStream log;
    private final NodeRegistry registry;
    private final Supplier<Instant> clock;

    /**
     * A campaign's figures; each is empty where its source is unavailable.
     *
     * @param total stored draws and wins
     * @param taken units awarded or reserved by candidates, by prize id
     * @param backlog entries of the stream that MariaDB does not have yet
     */
    record Figures(
            Optional<LedgerTotals.Total> total,
            Optional<Map<Integer, Long>> taken,
            Optional<LedgerStream.Backlog> backlog) {}

    public ConsoleStatistics(
            LedgerTotals totals,
            TakenCounts takenCounts,
            LedgerStream log,
            NodeRegistry registry,
            Supplier<Instant> clock) {
        this.totals = totals;
        this.takenCounts = takenCounts;
        this.log = log;
        this.registry = registry;
        this.clock = clock;
    }

    /** The figures of a campaign now. */
    Figures of(Campaign campaign) {
        return new Figures(
                ask(() -> totals.of(campaign.id())),
                ask(() -> takenCounts.of(campaign.id())),
                ask(() -> log.backlog(campaign.id())));
    }

    /** The last heartbeat of each node; empty where the registry is unavailable. */
    Optional<List<NodeRegistry.Heartbeat>> nodes() {
        return ask(() -> registry.all(clock.get()));
    }

    private interface Question<T> {
        T ask() throws DatabaseUnavailableException;
    }

    private static <T> Optional<T> ask(Question<T> question) {
        try {
            return Optional.of(question.ask());
        } catch (DatabaseUnavailableException | RedisUnavailableException unavailable) {
            LOG.info("a figure of the console is unavailable: {}", unavailable.getMessage());
            return Optional.empty();
        }
    }
}
