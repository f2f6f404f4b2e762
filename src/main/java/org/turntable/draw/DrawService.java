package org.turntable.draw;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.StoredDraw;
import org.turntable.player.PlayerId;

/**
 * The draw as a player meets it: rolled here, admitted by Redis in one round trip, and, where it may win, confirmed by a commit.
 * Nothing here blocks: every step that takes time is a future, so a slow database holds no request's thread.
 */
public final class DrawService {
    private static final Logger LOG = LoggerFactory.getLogger(DrawService.class);
    private static final Duration MENDING = Duration.ofMillis(1_500);

    private final Admissions admissions;
    private final EpochKeeper epochs;
    private final PlanKeeper plans;
    private final Housekeeping housekeeping;
    private final PlayerLoader loader;
    private final Ledger ledger;
    private final RandomGenerator random;
    private final Duration patience;
    private final Semaphore waiting;
    private final DrawMetrics metrics;

    /**
     * @param random   a source that cannot be foretold
     * @param patience how long a candidate waits for its commit
     * @param mostWait how many candidates wait at the same time
     */
    public DrawService(Admissions admissions, EpochKeeper epochs, PlanKeeper plans, Housekeeping housekeeping, PlayerLoader loader,
                       Ledger ledger, RandomGenerator random, Duration patience, int mostWait, DrawMetrics metrics) {
        this.admissions = admissions;
        this.epochs = epochs;
        this.plans = plans;
        this.housekeeping = housekeeping;
        this.loader = loader;
        this.ledger = ledger;
        this.random = random;
        this.patience = patience;
        this.waiting = new Semaphore(mostWait);
        this.metrics = metrics;
    }

    /**
     * Draws, or answers again what this number came to.
     *
     * @param number from 1; the player's next number, or the latest again
     * @return the answer; never fails
     */
    public CompletableFuture<DrawAnswer> draw(Campaign campaign, PlayerId player, int number) {
        return attempt(campaign, player, number, true).exceptionally(failed -> {
            note(failed);
            return busy();
        }).thenApply(answer -> {
            metrics.answered(answer.word());
            return answer;
        });
    }

    /** Where a player stands, for the page; empty when Redis or, after a loss, MariaDB does not answer. */
    public CompletableFuture<Optional<PlayerState>> view(Campaign campaign, PlayerId player) {
        return look(campaign, player, true).exceptionally(failed -> {
            note(failed);
            return Optional.empty();
        });
    }

    /** A Redis that is away is told by the housekeeping, once; anything else is a fault of ours. */
    private static void note(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        if (cause instanceof Admissions.Unavailable) {
            LOG.debug("Redis did not answer", cause);
        } else {
            LOG.error("a draw met something unexpected", cause);
        }
    }

    private CompletableFuture<DrawAnswer> attempt(Campaign campaign, PlayerId player, int number, boolean mayMend) {
        Optional<Epoch> epoch = epochs.current(campaign.id());
        if (epoch.isEmpty()) {
            housekeeping.wake();
            return CompletableFuture.completedFuture(busy());
        }
        Prize hit = campaign.odds().roll(random).orElse(null);
        return admissions.admit(campaign, player, number, hit, epoch.get()).thenCompose(admission -> {
            if (admission instanceof Admission.Admitted admitted) {
                return admitted(campaign, admitted);
            }
            if (admission instanceof Admission.Repeated repeated) {
                return repeated(campaign, player, number, repeated);
            }
            if (admission instanceof Admission.Refused refused) {
                return CompletableFuture.completedFuture(new DrawAnswer.Refused(refused.refusal()));
            }
            return mend((Admission.Stale) admission, campaign, player, epoch.get()).thenCompose(mended -> mended && mayMend
                    ? attempt(plans.bySlug(campaign.slug()).orElse(campaign), player, number, false)
                    : CompletableFuture.completedFuture(busy()));
        });
    }

    private CompletableFuture<DrawAnswer> admitted(Campaign campaign, Admission.Admitted admitted) {
        LedgerEntry entry = admitted.entry();
        if (!entry.isCandidate()) {
            ledger.record(entry);
            return CompletableFuture.completedFuture(new DrawAnswer.Lost(entry.number(), admitted.usedToday()));
        }
        return confirm(campaign, entry, admitted.usedToday());
    }

    private CompletableFuture<DrawAnswer> repeated(Campaign campaign, PlayerId player, int number, Admission.Repeated repeated) {
        int usedToday = repeated.usedToday();
        if (repeated.result() instanceof DrawResult.Candidate candidate) {
            // Whoever admitted it may be dead: the node that is asked now writes it too, and tells what is stored.
            return confirm(campaign, new LedgerEntry(campaign.id(), candidate.entryId(), player, number, candidate.prizeId()), usedToday);
        }
        if (repeated.result() instanceof DrawResult.Win win) {
            return CompletableFuture.completedFuture(won(campaign, number, usedToday, win.prizeId()));
        }
        return CompletableFuture.completedFuture(new DrawAnswer.Lost(number, usedToday));
    }

    private CompletableFuture<DrawAnswer> confirm(Campaign campaign, LedgerEntry entry, int usedToday) {
        DrawAnswer unknown = new DrawAnswer.Confirming(entry.number(), usedToday);
        if (!waiting.tryAcquire()) {
            ledger.record(entry);
            return CompletableFuture.completedFuture(unknown);
        }
        return ledger.confirm(entry).copy().completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((stored, failed) -> waiting.release())
                .thenApply(stored -> stored.map(draw -> answer(campaign, entry.number(), usedToday, draw)).orElse(unknown));
    }

    private static DrawAnswer answer(Campaign campaign, int number, int usedToday, StoredDraw draw) {
        return draw.isWin() ? won(campaign, number, usedToday, draw.prizeId()) : new DrawAnswer.Lost(number, usedToday);
    }

    private static DrawAnswer won(Campaign campaign, int number, int usedToday, int prizeId) {
        // A prize that this plan does not know is one of a newer plan: the page will name it after its next reload.
        return campaign.prize(prizeId).<DrawAnswer>map(prize -> new DrawAnswer.Won(number, usedToday, prize))
                .orElseGet(() -> new DrawAnswer.Confirming(number, usedToday));
    }

    private CompletableFuture<Optional<PlayerState>> look(Campaign campaign, PlayerId player, boolean mayMend) {
        Optional<Epoch> epoch = epochs.current(campaign.id());
        if (epoch.isEmpty()) {
            housekeeping.wake();
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return admissions.view(campaign, player, epoch.get()).thenCompose(view -> {
            if (view.state() != null) {
                return CompletableFuture.completedFuture(Optional.of(view.state()));
            }
            return mend(view.stale(), campaign, player, epoch.get()).thenCompose(mended -> mended && mayMend
                    ? look(campaign, player, false) : CompletableFuture.completedFuture(Optional.empty()));
        });
    }

    /** Mends what made Redis turn the call away; true when it is worth another try. */
    private CompletableFuture<Boolean> mend(Admission.Stale stale, Campaign campaign, PlayerId player, Epoch epoch) {
        CompletableFuture<Boolean> mended = switch (stale) {
            case EPOCH -> {
                epochs.doubted(campaign.id(), epoch);
                housekeeping.wake();
                yield CompletableFuture.completedFuture(false);
            }
            case PLAN -> housekeeping.reloadSoon().thenApply(done -> true);
            case DAY -> CompletableFuture.completedFuture(true);
            case LOAD -> loader.load(campaign, player, epoch);
        };
        return mended.copy().completeOnTimeout(false, MENDING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static DrawAnswer busy() {
        return new DrawAnswer.Refused(Refusal.BUSY);
    }
}
