package org.turntable.app;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.draw.Rehearsal;

/**
 * The rehearsal before the first player. One that came out wrong stops the start, so that the version before stays; one for which Redis
 * or MariaDB was away is made up for as soon as they are back, since a node that starts in an outage has to serve pages.
 */
final class Premiere implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Premiere.class);
    private static final long BETWEEN_TRIES_MS = 2_000;

    private final Rehearsal rehearsal;
    private final Thread thread = new Thread(this::makeUpFor, "rehearsal");
    private volatile Rehearsal.Outcome outcome;

    Premiere(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** @throws StartRefused when the rehearsal came out wrong */
    void play() {
        outcome = rehearsal.play();
        switch (outcome.verdict()) {
            case PLAYED -> LOG.info("rehearsal: {}, in {} ms", outcome.words(), outcome.millis());
            case FAILED -> throw new StartRefused(List.of("the rehearsal draw came out wrong: " + outcome.words()));
            case AWAY -> {
                LOG.warn("rehearsal: not played yet: {}", outcome.words());
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** False once a rehearsal that had to be made up for came out wrong. */
    boolean mayServe() {
        return outcome == null || outcome.verdict() != Rehearsal.Verdict.FAILED;
    }

    /** For /readyz. */
    String word() {
        return outcome == null ? "not played yet" : switch (outcome.verdict()) {
            case PLAYED -> "played";
            case AWAY -> "not played yet";
            case FAILED -> "failed: " + outcome.words();
        };
    }

    private void makeUpFor() {
        try {
            while (outcome.verdict() == Rehearsal.Verdict.AWAY) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MS);
                outcome = rehearsal.play();
            }
            LOG.warn("rehearsal: {}: {}", outcome.verdict(), outcome.words());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(BETWEEN_TRIES_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
