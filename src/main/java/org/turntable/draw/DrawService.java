package org.turntable.draw;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.concurrent.Bulkhead;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.StoredDraw;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;

/**
 * Executes draws: the roll on this node, the admission by Redis in one round trip and, for a candidate, the
 * confirmation by a commit. No method blocks: every step that takes time is a future, so a slow database blocks no
 * thread of a request.
 */
public final class DrawService {
    private static final Logger LOG = LoggerFactory.getLogger(DrawService.class);
    private static final Duration UPDATE_TIMEOUT = Duration.ofMillis(1_500);

    private final Admissions admissions;
    private final EpochCoordinator epochs;
    private final CampaignCache plans;
    private final Housekeeper housekeeping;
    private final PlayerLoader loader;
    private final Ledger ledger;
    private final RandomGenerator random;
    private final Duration confirmTimeout;
    private final Bulkhead waitingCandidates;
    private final DrawMetrics metrics;

    /**
     * @param random an unpredictable source
     * @param confirmTimeout how long a candidate waits for its commit, at most
     * @param maxWaiting how many candidates may wait at the same time
     */
    public DrawService(
            Admissions admissions,
            EpochCoordinator epochs,
            CampaignCache plans,
            Housekeeper housekeeping,
            PlayerLoader loader,
            Ledger ledger,
            RandomGenerator random,
            Duration confirmTimeout,
            int maxWaiting,
            DrawMetrics metrics) {
        this.admissions = admissions;
        this.epochs = epochs;
        this.plans = plans;
        this.housekeeping = housekeeping;
        this.loader = loader;
        this.ledger = ledger;
        this.random = random;
        this.confirmTimeout = confirmTimeout;
        this.waitingCandidates = new Bulkhead(maxWaiting);
        this.metrics = metrics;
    }

    /**
     * Executes a draw, or answers its result again if this number was already drawn.
     *
     * @param number from 1; the player's next number, or the latest one again
     * @return the answer; never fails
     */
    public CompletableFuture<DrawAnswer> draw(Campaign campaign, PlayerId player, int number) {
        return drawUncounted(campaign, player, number).thenApply(answer -> {
            metrics.answered(answer.word());
            return answer;
        });
    }

    /** The same without an entry in the metrics, for the {@link Rehearsal}: the metrics count only draws of players. */
    CompletableFuture<DrawAnswer> drawUncounted(Campaign campaign, PlayerId player, int number) {
        return attempt(campaign, player, number, true).exceptionally(failed -> {
            logFailure(failed);
            return busy();
        });
    }

    /** The state of a player, for the page; empty if Redis or, after a loss of its state, MariaDB does not answer. */
    public CompletableFuture<Optional<PlayerState>> view(Campaign campaign, PlayerId player) {
        return viewAttempt(campaign, player, true).exceptionally(failed -> {
            logFailure(failed);
            return Optional.empty();
        });
    }

    /** The housekeeping logs an unavailable Redis once; any other exception is a programming error. */
    private static void logFailure(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        if (cause instanceof RedisUnavailableException) {
            LOG.debug("Redis did not answer", cause);
        } else {
            LOG.error("unexpected error in a draw", cause);
        }
    }

    private CompletableFuture<DrawAnswer> attempt(Campaign campaign, PlayerId player, int number, boolean mayRetry) {
        Optional<Epoch> epoch = epochs.current(campaign.id());
        if (epoch.isEmpty()) {
            housekeeping.wake();
            return CompletableFuture.completedFuture(busy());
        }
        if (ledger.isFull()) {
            return CompletableFuture.completedFuture(busy());
        }
        Prize hit = campaign.odds().roll(random).orElse(null);
        return admissions.admit(campaign, player, number, hit, epoch.get()).thenCompose(admission -> {
            if (admission instanceof Admission.Admitted admitted) {
                return admitted(campaign, admitted, epoch.get().number());
            }
            if (admission instanceof Admission.Repeated repeated) {
                return repeated(campaign, player, number, repeated);
            }
            if (admission instanceof Admission.Refused refused) {
                return CompletableFuture.completedFuture(new DrawAnswer.Refused(refused.refusal()));
            }
            return update((Admission.Stale) admission, campaign, player, epoch.get())
                    .thenCompose(updated -> updated && mayRetry
                            ? attempt(plans.bySlug(campaign.slug()).orElse(campaign), player, number, false)
                            : CompletableFuture.completedFuture(busy()));
        });
    }

    private CompletableFuture<DrawAnswer> admitted(Campaign campaign, Admission.Admitted admitted, long epoch) {
        DrawEntry entry = admitted.entry();
        if (!entry.isCandidate()) {
            ledger.record(entry, campaign.uid(), epoch);
            return CompletableFuture.completedFuture(new DrawAnswer.Lost(entry.number(), admitted.usedToday()));
        }
        if (!waitingCandidates.tryEnter()) {
            ledger.record(entry, campaign.uid(), epoch);
            return unknown(entry, admitted.usedToday());
        }
        return confirm(campaign, entry, admitted.usedToday(), ledger.confirm(entry, campaign.uid(), epoch));
    }

    private CompletableFuture<DrawAnswer> repeated(
            Campaign campaign, PlayerId player, int number, Admission.Repeated repeated) {
        int usedToday = repeated.usedToday();
        if (repeated.result() instanceof DrawOutcome.Candidate candidate) {
            // The node that admitted it may have died: this node also writes it and answers what is stored.
            DrawEntry entry =
                    new DrawEntry(new DrawKey(campaign.id(), player, number), candidate.entryId(), candidate, false);
            if (!waitingCandidates.tryEnter()) {
                ledger.record(entry, campaign.uid());
                return unknown(entry, usedToday);
            }
            return confirm(campaign, entry, usedToday, ledger.confirm(entry, campaign.uid()));
        }
        if (repeated.result() instanceof DrawOutcome.Win win) {
            return CompletableFuture.completedFuture(won(campaign, number, usedToday, win.prizeId()));
        }
        return CompletableFuture.completedFuture(new DrawAnswer.Lost(number, usedToday));
    }

    private static CompletableFuture<DrawAnswer> unknown(DrawEntry entry, int usedToday) {
        return CompletableFuture.completedFuture(new DrawAnswer.Confirming(entry.number(), usedToday));
    }

    /** Waits for the commit of a candidate that has entered the bulkhead, and leaves it. */
    private CompletableFuture<DrawAnswer> confirm(
            Campaign campaign, DrawEntry entry, int usedToday, CompletableFuture<Optional<StoredDraw>> commit) {
        return commit.copy()
                .completeOnTimeout(Optional.empty(), confirmTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((stored, failed) -> waitingCandidates.leave())
                .thenApply(stored -> stored.map(draw -> answer(campaign, entry.number(), usedToday, draw))
                        .orElse(new DrawAnswer.Confirming(entry.number(), usedToday)));
    }

    private static DrawAnswer answer(Campaign campaign, int number, int usedToday, StoredDraw draw) {
        return draw.outcome() instanceof DrawOutcome.Win win
                ? won(campaign, number, usedToday, win.prizeId())
                : new DrawAnswer.Lost(number, usedToday);
    }

    private static DrawAnswer won(Campaign campaign, int number, int usedToday, int prizeId) {
        // A prize that is not in this plan belongs to a newer plan: the page shows it after the next reload.
        return campaign.prize(prizeId)
                .<DrawAnswer>map(prize -> new DrawAnswer.Won(number, usedToday, prize))
                .orElseGet(() -> new DrawAnswer.Confirming(number, usedToday));
    }

    private CompletableFuture<Optional<PlayerState>> viewAttempt(Campaign campaign, PlayerId player, boolean mayRetry) {
        Optional<Epoch> epoch = epochs.current(campaign.id());
        if (epoch.isEmpty()) {
            housekeeping.wake();
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return admissions.view(campaign, player, epoch.get()).thenCompose(view -> {
            if (view.state() != null) {
                return CompletableFuture.completedFuture(Optional.of(view.state()));
            }
            return update(view.stale(), campaign, player, epoch.get())
                    .thenCompose(updated -> updated && mayRetry
                            ? viewAttempt(campaign, player, false)
                            : CompletableFuture.completedFuture(Optional.empty()));
        });
    }

    /** Updates the outdated data because of which Redis refused the call; true if the call should be retried. */
    private CompletableFuture<Boolean> update(Admission.Stale stale, Campaign campaign, PlayerId player, Epoch epoch) {
        CompletableFuture<Boolean> updated = switch (stale) {
            case EPOCH -> {
                epochs.invalidate(campaign.id(), epoch);
                housekeeping.wake();
                yield CompletableFuture.completedFuture(false);
            }
            case PLAN -> housekeeping.reloadSoon().thenApply(done -> true);
            case DAY -> CompletableFuture.completedFuture(true);
            case LOAD -> loader.load(campaign, player, epoch);
        };
        return updated.copy().completeOnTimeout(false, UPDATE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static DrawAnswer busy() {
        return new DrawAnswer.Refused(DrawRefusal.BUSY);
    }
}
