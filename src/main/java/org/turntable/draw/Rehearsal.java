package org.turntable.draw;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.Odds;
import org.turntable.campaign.Prize;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;

/**
 * A self-test: one draw from the request to the commit, with the same components as players' draws, in a hidden
 * campaign. It must win, a repeat must get the same answer, and afterwards all its data is deleted. A WAR executes it
 * before it accepts players, and a push executes it on each node.
 */
public final class Rehearsal {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The result of a rehearsal; the names are values in the JSON answer of {@code POST /rehearsal}. */
    public enum Status {
        /** It succeeded. */
        PLAYED,
        /** Redis or MariaDB did not answer: it is not known whether this WAR works. */
        AWAY,
        /** Redis and MariaDB answered, and the result is wrong: this WAR must not accept players. */
        FAILED
    }

    /**
     * The outcome of a rehearsal.
     *
     * @param words a description for operations
     * @param millis its duration
     */
    public record Outcome(Status status, String words, long millis) {}

    private final RehearsalStore store;
    private final RehearsalStore.Cleanup redisCleanup;
    private final Admissions admissions;
    private final EpochCoordinator epochs;
    private final DrawService draws;
    private final RandomGenerator random;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /** @param draws the service that also serves players; rehearsals are not counted in its metrics */
    public Rehearsal(
            RehearsalStore store,
            RehearsalStore.Cleanup redisCleanup,
            Admissions admissions,
            EpochCoordinator epochs,
            DrawService draws,
            RandomGenerator random) {
        this.store = store;
        this.redisCleanup = redisCleanup;
        this.admissions = admissions;
        this.epochs = epochs;
        this.draws = draws;
        this.random = random;
    }

    /**
     * Executes one rehearsal, after one that is already running. Never throws; ends within a few seconds more than ten.
     */
    public Outcome play() {
        oneAtATime.lock();
        long startNanos = System.nanoTime();
        try {
            return execute(startNanos);
        } catch (DatabaseUnavailableException unavailable) {
            return outcome(Status.AWAY, "MariaDB does not answer: " + unavailable.getMessage(), startNanos);
        } catch (RedisUnavailableException unavailable) {
            return outcome(Status.AWAY, "the Redis for draws does not answer: " + unavailable.getMessage(), startNanos);
        } catch (RuntimeException unexpected) {
            return outcome(Status.FAILED, "unexpected error: " + unexpected, startNanos);
        } finally {
            oneAtATime.unlock();
        }
    }

    private Outcome execute(long startNanos) throws DatabaseUnavailableException {
        Optional<Campaign> stored = store.campaign();
        if (stored.isEmpty()) {
            return outcome(Status.FAILED, "there is no campaign for rehearsals: run turntable-ops migrate", startNanos);
        }
        Campaign campaign = openedNow(stored.get());
        byte[] id = new byte[16];
        random.nextBytes(id);
        PlayerId player = PlayerId.of(id);
        try {
            DrawAnswer first = answered(stored.get(), campaign, player, startNanos);
            if (!(first instanceof DrawAnswer.Won)) {
                return unfinished(first, startNanos);
            }
            DrawAnswer again = draws.drawUncounted(campaign, player, 1).join();
            if (!again.equals(first)) {
                return outcome(
                        Status.FAILED,
                        "the same draw was answered " + first.word() + ", then " + again.word(),
                        startNanos);
            }
        } finally {
            clear(campaign, player);
        }
        return outcome(
                Status.PLAYED, "a draw was admitted, won, confirmed and repeated with the same answer", startNanos);
    }

    /** Deletes from both, also if one of them does not answer. */
    private void clear(Campaign campaign, PlayerId player) throws DatabaseUnavailableException {
        try {
            redisCleanup.clear(campaign, player);
        } finally {
            store.clear(campaign, player);
        }
    }

    /** Repeats the draw until its answer is final or the time limit is reached. */
    private DrawAnswer answered(Campaign stored, Campaign campaign, PlayerId player, long startNanos)
            throws DatabaseUnavailableException {
        while (true) {
            epochs.ensure(stored);
            DrawAnswer answer = draws.drawUncounted(campaign, player, 1).join();
            if (!isTransient(answer) || System.nanoTime() - startNanos > LIMIT.toNanos()) {
                return answer;
            }
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
    }

    private static boolean isTransient(DrawAnswer answer) {
        return answer instanceof DrawAnswer.Confirming
                || answer instanceof DrawAnswer.Refused refused && refused.refusal() == DrawRefusal.BUSY;
    }

    private static Outcome unfinished(DrawAnswer answer, long startNanos) {
        return isTransient(answer)
                ? outcome(
                        Status.AWAY,
                        "for " + LIMIT.toSeconds() + " seconds the draw was answered " + answer.word(),
                        startNanos)
                : outcome(Status.FAILED, "a draw that has to win was answered " + answer.word(), startNanos);
    }

    /**
     * The stored campaign is a draft from 2000 to 2100. The rehearsal uses it as one that opened an hour ago, so that
     * its keys in Redis expire soon, and with unlimited stock: places in Redis that a node left when it died must not
     * make a rehearsal lose. Only the rows in MariaDB decide.
     */
    private Campaign openedNow(Campaign stored) {
        Instant now = admissions.now();
        return new Campaign(
                stored.id(),
                stored.slug(),
                stored.name(),
                stored.organiser(),
                stored.howToRedeem(),
                stored.zone(),
                now.minus(HOUR),
                now.plus(HOUR),
                CampaignState.OPEN,
                stored.chancesPerDay(),
                stored.chancesInAll(),
                new Odds(
                        stored.odds().base(),
                        stored.prizes().stream()
                                .map(Rehearsal::withUnlimitedStock)
                                .toList()),
                stored.planVersion(),
                stored.uid());
    }

    private static Prize withUnlimitedStock(Prize prize) {
        return new Prize(
                prize.id(),
                prize.position(),
                prize.name(),
                prize.kind(),
                prize.weight(),
                prize.perPlayerLimit(),
                Integer.MAX_VALUE,
                prize.release(),
                prize.releaseReason());
    }

    private static Outcome outcome(Status status, String words, long startNanos) {
        return new Outcome(status, words, (System.nanoTime() - startNanos) / 1_000_000);
    }
}
