package org.turntable.failover;

import static org.turntable.failover.Verdict.of;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turntable.failover.Verdict.Step;

/**
 * The rules: from what stands on disk and what is seen of both nodes to the one thing to do next. Slowness moves nothing: a server that
 * still answers, or from which its replica still hears, is not dead.
 */
final class Judge {
    private final Limits limits;

    Judge(Limits limits) {
        this.limits = limits;
    }

    Verdict judge(Standing standing, Sight writer, Sight other, Instant now) {
        if (lockedByOther(writer) || lockedByOther(other)) {
            return of(Step.STAND_DOWN, "another agent holds the lock on " + (lockedByOther(writer) ? writer : other).address());
        }
        if (writer.isUnseen() || other.isUnseen()) {
            return Verdict.NOTHING;
        }
        if (standing.phase() == Phase.PROMOTING) {
            return of(Step.GO_ON_PROMOTING, standing.reason());
        }
        if (other.answers(limits) && !other.view().orElseThrow().readOnly()) {
            return of(Step.CLOSE_OTHER, other.address() + " takes writes, but the writer of term " + standing.term() + " is " + standing.writer());
        }
        if (standing.phase() == Phase.CLOSING && writer.answers(limits)) {
            return of(Step.REOPEN, "a switchover was cut off");
        }
        if (standing.mode() == Mode.PAIR && other.answers(limits) && other.view().orElseThrow().mark().isMissing()) {
            return of(Step.HOLD, other.address() + " was restarted");
        }
        if (standing.mode() == Mode.PAIR && !unsafe(writer, other).isEmpty()) {
            return of(Step.HOLD, unsafe(writer, other));
        }
        Verdict aboutWriter = writer.answers(limits) ? answering(standing, writer, other, now) : missing(standing, writer, other, now);
        return aboutWriter.step() == Step.REST ? aboutOther(standing, writer, other) : aboutWriter;
    }

    private boolean lockedByOther(Sight sight) {
        return sight.answers(limits) && sight.view().orElseThrow().lockedByOther();
    }

    private Verdict answering(Standing standing, Sight writer, Sight other, Instant now) {
        View view = writer.view().orElseThrow();
        if (view.mark().isMissing() && view.readOnly() && standing.mode() == Mode.PAIR) {
            if (other.answers(limits)) {
                // Never reopened while its replica lives: what it lost on its way down, if anything, the replica still has.
                return promotable(standing, other, now, Step.TAKE_OVER, writer.address() + " was restarted and is closed");
            }
            return other.isDead(limits) ? of(Step.GO_ALONE, writer.address() + " was restarted, and " + other.address() + " is dead")
                    : Verdict.NOTHING;
        }
        boolean waits = standing.mode() != Mode.SINGLE_COPY;
        if (view.readOnly() || !view.mark().equals(new Mark(standing.term(), true)) || view.semiSync() != waits) {
            return of(Step.OPEN_WRITER, standing.reason());
        }
        if (standing.mode() == Mode.SINGLE_COPY) {
            return standing.until().filter(end -> !now.isBefore(end)).isPresent() ? of(Step.HOLD, "the time of single-copy mode is over")
                    : Verdict.NOTHING;
        }
        boolean fit = standing.mode() == Mode.PAIR && other.answers(limits)
                && other.view().filter(one -> one.replicates() && !one.diskFull()).isPresent();
        if (fit && writer.full().compareTo(limits.silence()) >= 0) {
            // It answers, but a commit waits inside of it that nobody can end: not even closing it in an orderly way would come to an end.
            return promotable(standing, other, now, Step.END_WRITER, "the disk of " + writer.address() + " is full");
        }
        return standing.until().isEmpty() ? replicaLost(writer, other) : Verdict.NOTHING;
    }

    private Verdict replicaLost(Sight writer, Sight other) {
        boolean unreachable = other.failures() >= Limits.FAILURES;
        boolean deaf = other.answers(limits) && !other.view().flatMap(View::replication).map(View.Replication::receiving).orElse(false);
        boolean lost = other.isGone() || writer.alone() >= Limits.FAILURES && (unreachable || deaf);
        if (lost && (writer.alone() > 0 || writer.unheard().compareTo(limits.probe().multipliedBy(2)) > 0)) {
            return of(Step.GO_ALONE, "no replica acknowledges: " + other.address()
                    + (deaf ? " is not connected to " + writer.address() : " is lost: " + other.trouble()));
        }
        if (writer.unheard().compareTo(limits.silence()) >= 0 && (unreachable || other.still().compareTo(limits.silence()) >= 0)) {
            return of(Step.GO_ALONE, "commits have waited " + writer.unheard().toMillis() + " ms for " + other.address()
                    + (other.trouble().isEmpty() ? "" : ": " + other.trouble()));
        }
        return Verdict.NOTHING;
    }

    private Verdict missing(Standing standing, Sight writer, Sight other, Instant now) {
        if (!writer.isDead(limits)) {
            return Verdict.NOTHING;
        }
        String how = writer.isGone() ? "nothing listens at " + writer.address()
                : writer.address() + " has not answered for " + writer.age().toMillis() + " ms";
        if (other.answers(limits) && standing.mode() == Mode.PAIR) {
            if (!other.hasLostItsSource(limits)) {
                // Another way leads there, and somebody answers on it: the fault is between here and there, or the server is only slow.
                return writer.age().compareTo(limits.silence().multipliedBy(2)) < 0 ? Verdict.NOTHING
                        : of(Step.REFUSE, how + ", but " + other.address() + " still hears from it");
            }
            return promotable(standing, other, now, Step.FAIL_OVER, how + ", and " + other.address() + " has lost it too");
        }
        if (other.answers(limits)) {
            String refusal = how + "; " + other.address() + " is not promoted, because acknowledged rows could be missing there (" + standing.mode()
                    + " since " + standing.since() + ": " + standing.reason() + ")";
            return of(writer.isGone() ? Step.START_WRITER : Step.REFUSE, refusal);
        }
        return other.isDead(limits) && writer.isGone() ? of(Step.START_WRITER, how + ", and " + other.address() + " is dead too") : Verdict.NOTHING;
    }

    /** The step, or why it is refused. */
    private Verdict promotable(Standing standing, Sight other, Instant now, Step step, String why) {
        View view = other.view().orElseThrow();
        if (!standing.otherHoldsEverything()) {
            return of(Step.REFUSE, why + "; " + other.address() + " was not seen to hold everything");
        }
        if (!view.replication().map(View.Replication::applying).orElse(false)) {
            return of(Step.REFUSE, why + "; " + other.address() + " does not apply what it received: "
                    + view.replication().map(View.Replication::error).orElse("it is no replica"));
        }
        Duration past = standing.lastFailOver().map(last -> Duration.between(last, now)).orElse(limits.pause());
        if (past.compareTo(limits.pause()) < 0) {
            return of(Step.REFUSE, why + "; the last fail-over was " + past.toMinutes()
                    + " minutes ago, so a person decides: turntable-ops switchover --writer-is-dead");
        }
        return of(step, why);
    }

    private Verdict aboutOther(Standing standing, Sight writer, Sight other) {
        if (!other.answers(limits)) {
            // Somebody who works on it wants it left alone: a server that is started in the middle of being rebuilt spoils it.
            return other.isGone() && !standing.byPerson() ? of(Step.START_OTHER, "nothing listens at " + other.address()) : Verdict.NOTHING;
        }
        View view = other.view().orElseThrow();
        if (!view.mark().equals(new Mark(standing.term(), false))) {
            return of(Step.MARK_OTHER, "");
        }
        if (!writer.answers(limits) || writer.view().orElseThrow().readOnly()) {
            return Verdict.NOTHING;
        }
        if (view.diverged()) {
            return of(Step.REFUSE, other.address() + " holds transactions that " + writer.address() + " does not have: it has to be rebuilt ("
                    + view.replication().orElseThrow().error() + ")");
        }
        return following(standing, writer, other);
    }

    private static Verdict following(Standing standing, Sight source, Sight other) {
        View writer = source.view().orElseThrow();
        View view = other.view().orElseThrow();
        if (!view.follows(source.source()) || view.semiSync()) {
            return Positions.contains(writer.written(), view.holds()) ? of(Step.REJOIN, other.address() + " does not follow the writer")
                    : of(Step.REFUSE, other.address() + " holds transactions that the writer does not have, up to " + view.holds() + " and not "
                            + writer.written() + ": it has to be rebuilt");
        }
        View.Replication replication = view.replication().orElseThrow();
        if (!replication.applying()) {
            return of(Step.REFUSE, other.address() + " does not apply what it receives: "
                    + (replication.error().isEmpty() ? "its replication was stopped" : replication.error())
                    + "; see to it, then turntable-ops rejoin");
        }
        boolean wantsPair = standing.mode() == Mode.HELD || standing.mode() == Mode.SINGLE_COPY && !standing.byPerson();
        if (!wantsPair || !view.replicates()) {
            return Verdict.NOTHING;
        }
        String unsafe = unsafe(source, other);
        return unsafe.isEmpty() ? of(Step.PAIR_UP, other.address() + " replicates") : of(Step.REFUSE, unsafe);
    }

    /** Which running server does not have what node.cnf gives it: the file may be there and not be read. */
    private static String unsafe(Sight... sights) {
        return Stream.of(sights).filter(sight -> sight.view().filter(view -> !view.unsafe().isEmpty()).isPresent())
                .map(sight -> sight.address() + " runs with unsafe settings, which could lose acknowledged rows ("
                        + sight.view().orElseThrow().unsafe() + "): does it read node.cnf?").collect(Collectors.joining("; "));
    }
}
