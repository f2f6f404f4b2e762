package org.turntable.failover;

import java.time.Duration;

/** Makes the replica of a dead writer the writer. Every step can be cut off; {@link #goOn()} finds where it was. */
final class Promotion {
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final Duration FETCH = Duration.ofSeconds(5);

    private final Pair pair;
    private final Limits limits;
    private final Opening opening;
    private final Processes processes;

    Promotion(Pair pair, Limits limits, Opening opening, Processes processes) {
        this.pair = pair;
        this.limits = limits;
        this.opening = opening;
        this.processes = processes;
    }

    /** The writer is dead: from now on the other is the writer. */
    void begin(String why, boolean ordered) throws MemberFailure {
        pair.settle(pair.standing().promoting(pair.other().address(), pair.now(), limits.singleCopy(), ordered, why));
        goOn();
    }

    /** The writer was restarted and is closed: the other first fetches what that writer kept, then becomes the writer. */
    void takeOver(String why, boolean ordered) throws MemberFailure {
        String kept = pair.writer().look().holds();
        if (!pair.other().awaitApplied(kept, FETCH)) {
            pair.note(pair.other().address() + " could not fetch everything up to " + kept + ": " + pair.writer().address()
                    + " holds rows that were never acknowledged, and will have to be rebuilt");
        }
        begin(why, ordered);
    }

    /** From wherever it was: the candidate stops acknowledging, applies what it received, and is opened. */
    void goOn() throws MemberFailure {
        Member candidate = pair.writer();
        Member former = pair.other();
        View view = look(candidate);
        if (view.mark().isMissing()) {
            pair.settle(pair.standing().abandoned(former.address(), pair.now(),
                    candidate.address() + " was restarted before it had applied everything; it was never opened"));
            return;
        }
        if (view.replication().isPresent()) {
            // The fence: whoever the former writer is talking to, it waits for this acknowledgement, and there will be none.
            candidate.stopReceiving();
            View.Replication stopped = candidate.look().replication().orElseThrow();
            if (!candidate.awaitApplied(stopped.received(), SLICE)) {
                pair.note(candidate.address() + " applies its relay log: " + candidate.look().applied() + " of " + stopped.received()
                        + (stopped.applying() ? "" : ", but stands still: " + stopped.error()));
                return;
            }
            candidate.forgetSource();
        }
        pair.settle(pair.standing().opened());
        opening.openWriter();
        processes.kill(former.address());
    }

    private View look(Member candidate) throws MemberFailure {
        try {
            return candidate.look();
        } catch (MemberFailure failed) {
            if (failed.kind() == MemberFailure.Kind.GONE) {
                // It threw away what it had not applied; once it is back, that is seen by its missing mark.
                processes.start(candidate.address(), Role.MASTER);
            }
            throw failed;
        }
    }
}
