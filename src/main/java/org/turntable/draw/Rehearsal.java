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
import org.turntable.player.PlayerId;

/**
 * One draw from the tap to the commit, through the very parts that players' draws go through, in a campaign that nobody sees: it must
 * win, the same number must be answered alike, and nothing of it may stay. What a WAR plays before it takes a player, and what a push
 * plays through each node.
 */
public final class Rehearsal {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final Duration HOUR = Duration.ofHours(1);

    /** How a rehearsal ended. */
    public enum Verdict {
        /** As it has to. */
        PLAYED,
        /** Redis or MariaDB did not answer: nothing is known of this WAR yet. */
        AWAY,
        /** Everybody answered, and it came out wrong: this WAR must not take players. */
        FAILED
    }

    /**
     * The end of a rehearsal.
     *
     * @param words  a sentence for ops
     * @param millis how long it took
     */
    public record Outcome(Verdict verdict, String words, long millis) {
    }

    private final RehearsalStage stage;
    private final RehearsalStage.Props props;
    private final Admissions admissions;
    private final EpochKeeper epochs;
    private final DrawService draws;
    private final RandomGenerator random;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /** @param draws a service of its own, so that rehearsals are in no statistics */
    public Rehearsal(RehearsalStage stage, RehearsalStage.Props props, Admissions admissions, EpochKeeper epochs, DrawService draws,
                     RandomGenerator random) {
        this.stage = stage;
        this.props = props;
        this.admissions = admissions;
        this.epochs = epochs;
        this.draws = draws;
        this.random = random;
    }

    /** Plays one; another that is being played is waited for. Never fails, and ends within a few seconds more than ten. */
    public Outcome play() {
        oneAtATime.lock();
        long begun = System.nanoTime();
        try {
            return played(begun);
        } catch (RehearsalStage.Unavailable | EpochStore.Unavailable away) {
            return outcome(Verdict.AWAY, "MariaDB does not answer: " + away.getMessage(), begun);
        } catch (Admissions.Unavailable away) {
            return outcome(Verdict.AWAY, "the Redis for draws does not answer: " + away.getMessage(), begun);
        } catch (RuntimeException unexpected) {
            return outcome(Verdict.FAILED, "something unexpected: " + unexpected, begun);
        } finally {
            oneAtATime.unlock();
        }
    }

    private Outcome played(long begun) throws RehearsalStage.Unavailable, EpochStore.Unavailable {
        Optional<Campaign> stored = stage.campaign();
        if (stored.isEmpty()) {
            return outcome(Verdict.FAILED, "there is no campaign for rehearsals: run turntable-ops migrate", begun);
        }
        Campaign campaign = openNow(stored.get());
        byte[] id = new byte[16];
        random.nextBytes(id);
        PlayerId player = PlayerId.of(id);
        try {
            DrawAnswer first = answered(campaign, player, begun);
            if (!(first instanceof DrawAnswer.Won)) {
                return unfinished(first, begun);
            }
            DrawAnswer again = draws.draw(campaign, player, 1).join();
            if (!again.equals(first)) {
                return outcome(Verdict.FAILED, "the same draw was answered " + first.word() + ", then " + again.word(), begun);
            }
        } finally {
            clear(campaign, player);
        }
        return outcome(Verdict.PLAYED, "a draw was admitted, won, confirmed and told again", begun);
    }

    /** In both, also when one of them is away. */
    private void clear(Campaign campaign, PlayerId player) throws RehearsalStage.Unavailable {
        try {
            props.clear(campaign, player);
        } finally {
            stage.clear(campaign, player);
        }
    }

    /** Asks until there is an answer that stays, or the time is up. */
    private DrawAnswer answered(Campaign campaign, PlayerId player, long begun) throws EpochStore.Unavailable {
        while (true) {
            epochs.ensure(campaign);
            DrawAnswer answer = draws.draw(campaign, player, 1).join();
            if (!passing(answer) || System.nanoTime() - begun > LIMIT.toNanos()) {
                return answer;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    private static boolean passing(DrawAnswer answer) {
        return answer instanceof DrawAnswer.Confirming || answer instanceof DrawAnswer.Refused refused && refused.refusal() == Refusal.BUSY;
    }

    private static Outcome unfinished(DrawAnswer answer, long begun) {
        return passing(answer) ? outcome(Verdict.AWAY, "for " + LIMIT.toSeconds() + " seconds the draw was answered " + answer.word(), begun)
                : outcome(Verdict.FAILED, "a draw that has to win was answered " + answer.word(), begun);
    }

    /**
     * Stored as a draft from 2000 to 2100; played as one that opened an hour ago, so that Redis keeps none of it for long, and with any
     * stock: what a node that died left in Redis's count must never make a rehearsal lose. MariaDB's rows alone decide.
     */
    private Campaign openNow(Campaign stored) {
        Instant now = admissions.now();
        return new Campaign(stored.id(), stored.slug(), stored.name(), stored.organiser(), stored.howToRedeem(), stored.zone(), now.minus(HOUR),
                now.plus(HOUR), CampaignState.OPEN, stored.chancesPerDay(), stored.chancesInAll(),
                new Odds(stored.odds().base(), stored.prizes().stream().map(Rehearsal::inAnyNumber).toList()), stored.planVersion());
    }

    private static Prize inAnyNumber(Prize prize) {
        return new Prize(prize.id(), prize.position(), prize.name(), prize.kind(), prize.weight(), prize.perPlayerLimit(), Integer.MAX_VALUE,
                prize.release(), prize.releaseReason());
    }

    private static Outcome outcome(Verdict verdict, String words, long begun) {
        return new Outcome(verdict, words, (System.nanoTime() - begun) / 1_000_000);
    }
}
