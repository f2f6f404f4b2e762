package org.turntable.node;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.config.StartupException;
import org.turntable.draw.Rehearsal;

/**
 * The rehearsal draw of a node that starts. A failed rehearsal stops the start, so that the previous version stays
 * deployed. When Redis or MariaDB is unavailable the node starts anyway, because it has to serve pages during an
 * outage, and the rehearsal is repeated until it has a result.
 */
final class StartupRehearsal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartupRehearsal.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    private final Rehearsal rehearsal;
    private final PeriodicTask retry = new PeriodicTask("rehearsal", "the rehearsal", RETRY_PAUSE, this::repeat);
    private volatile Rehearsal.Outcome outcome;

    StartupRehearsal(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** @throws StartupException when the rehearsal failed */
    void run() {
        outcome = rehearsal.play();
        switch (outcome.status()) {
            case PLAYED -> LOG.info("rehearsal: {}, in {} ms", outcome.words(), outcome.millis());
            case FAILED -> throw new StartupException(List.of("the rehearsal draw failed: " + outcome.words()));
            case AWAY -> {
                LOG.warn("rehearsal: not played yet: {}", outcome.words());
                retry.startAfterPause();
            }
        }
    }

    /** False when a repeated rehearsal failed after the node had started. */
    boolean mayServe() {
        return outcome == null || outcome.status() != Rehearsal.Status.FAILED;
    }

    /** For /readyz. */
    String word() {
        return outcome == null
                ? "not played yet"
                : switch (outcome.status()) {
                    case PLAYED -> "played";
                    case AWAY -> "not played yet";
                    case FAILED -> "failed: " + outcome.words();
                };
    }

    private void repeat() {
        outcome = rehearsal.play();
        if (outcome.status() != Rehearsal.Status.AWAY) {
            LOG.warn("rehearsal: {}: {}", outcome.status(), outcome.words());
            retry.stop();
        }
    }

    @Override
    public void close() {
        retry.close(RETRY_PAUSE);
    }
}
