package org.turntable.ledger;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The metrics of the ledger. */
public final class LedgerMetrics {
    private final Counter rows;
    private final Counter deadLetters;
    private final Histogram groupSeconds;
    private final Counter unavailable;
    private final Gauge backlog;
    private final Gauge oldest;
    private final Gauge deadLettersKept;
    private final Gauge breakerOpen;
    private final Gauge unwritten;

    /** Registers the ledger's metrics. */
    public LedgerMetrics(PrometheusRegistry registry) {
        rows = Counter.builder()
                .name("turntable_ledger_rows_total")
                .help("Draws and first visits written to MariaDB by this node.")
                .register(registry);
        deadLetters = Counter.builder()
                .name("turntable_ledger_dead_letters_total")
                .help("Entries that MariaDB refused three times.")
                .register(registry);
        groupSeconds = Histogram.builder()
                .name("turntable_ledger_group_seconds")
                .help("Time to commit one group.")
                .classicUpperBounds(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2)
                .register(registry);
        unavailable = Counter.builder()
                .name("turntable_ledger_unavailable_total")
                .help("Groups for which MariaDB did not answer.")
                .register(registry);
        backlog = Gauge.builder()
                .name("turntable_ledger_backlog_entries")
                .help("Entries in Redis that MariaDB may not have yet.")
                .labelNames("campaign")
                .register(registry);
        oldest = Gauge.builder()
                .name("turntable_ledger_oldest_seconds")
                .help("Age of the oldest draw that MariaDB may not have yet.")
                .labelNames("campaign")
                .register(registry);
        deadLettersKept = Gauge.builder()
                .name("turntable_ledger_dead_letter_entries")
                .help("Dead letters that wait for a person.")
                .labelNames("campaign")
                .register(registry);
        breakerOpen = Gauge.builder()
                .name("turntable_ledger_breaker_open")
                .help("1 while the circuit breaker of the ledger is open: this node takes MariaDB for unavailable.")
                .register(registry);
        unwritten = Gauge.builder()
                .name("turntable_ledger_unwritten_draws")
                .help("Draws in this node's memory that MariaDB may not have yet; at ledger.memory it admits no more.")
                .register(registry);
    }

    void unwritten(long draws) {
        unwritten.set(draws);
    }

    void groupWritten(int size, long nanos) {
        rows.inc(size);
        groupSeconds.observe(nanos / 1e9);
    }

    void deadLetterAdded() {
        deadLetters.inc();
    }

    void storeUnavailable() {
        unavailable.inc();
    }

    void breaker(CircuitBreaker.State state) {
        breakerOpen.set(state == CircuitBreaker.State.CLOSED ? 0 : 1);
    }

    void backlog(String campaign, LedgerStream.Backlog backlogNow, long oldestMs) {
        backlog.labelValues(campaign).set(backlogNow.entries());
        oldest.labelValues(campaign).set(oldestMs / 1000.0);
        deadLettersKept.labelValues(campaign).set(backlogNow.deadLetters());
    }
}
