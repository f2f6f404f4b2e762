package org.turntable.failover;

import java.time.Duration;

/** Opens the writer as the standing says, and closes whoever else takes writes. */
final class Opening {
    private static final Duration CLOSING = Duration.ofMillis(400);

    private final Pair pair;
    private final Processes processes;

    Opening(Pair pair, Processes processes) {
        this.pair = pair;
        this.processes = processes;
    }

    /** Semi-synchronous replication first, then open: the other way round it would answer alone in between. */
    void openWriter() throws MemberFailure {
        Standing standing = pair.standing();
        Member writer = pair.writer();
        View view = writer.look();
        if (view.replication().isPresent()) {
            writer.forgetSource();
        }
        boolean waits = standing.mode() != Mode.SINGLE_COPY;
        if (view.semiSync() != waits) {
            writer.semiSync(waits);
        }
        writer.mark(new Mark(standing.term(), true), standing.writer());
        if (view.readOnly()) {
            writer.open();
            pair.note(writer.address() + " is open" + (waits ? "" : " and answers alone"));
        }
    }

    /**
     * Closes a former writer that came back. It can acknowledge nothing: what waits there is left waiting, because ending it would commit rows
     * that nobody has; ending the whole server leaves them in the tail that is truncated at its next start.
     */
    void closeOther() throws MemberFailure {
        Member other = pair.other();
        other.mark(new Mark(pair.standing().term(), false), pair.standing().writer());
        processes.kill(other.address());
        int ended = other.endSessions(false);
        View view = other.look();
        pair.note(other.address() + " took writes and is being closed; " + ended + " sessions were ended, " + view.waiting()
                + " wait in vain for an acknowledgement");
        if (view.waiting() == 0) {
            other.close(CLOSING);
        }
    }
}
