package org.turntable.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the agent has decided, as it stands on its disk: the one truth about who writes.
 *
 * @param term         grows with each change of the writer
 * @param writer       the node that may be open, by its address in database.hosts
 * @param mode         how much stands behind its answers
 * @param phase        where a change of the writer stands
 * @param since        when mode or writer changed last
 * @param until        when single-copy mode ends; in HELD mode, when it ended: then it is not entered again but by a person
 * @param byPerson     whether a person entered single-copy mode, who then also ends it: the other node is his until then
 * @param lastFailOver the last fail-over that nobody ordered
 * @param reason       why it is so
 */
public record Standing(long term, String writer, Mode mode, Phase phase, Instant since, Optional<Instant> until, boolean byPerson,
                       Optional<Instant> lastFailOver, String reason) {

    /** How an agent begins that has no folder yet: with a writer that it was shown, and nothing known of the other. */
    public static Standing first(long term, String writer, Instant now, String reason) {
        return new Standing(term, writer, Mode.HELD, Phase.OPEN, now, Optional.empty(), false, Optional.empty(), reason);
    }

    /** A person gave the other node back. */
    Standing givenBack() {
        return new Standing(term, writer, mode, phase, since, until, false, lastFailOver, reason);
    }

    /** The other node was seen to hold everything. */
    Standing paired(Instant now) {
        return new Standing(term, writer, Mode.PAIR, phase, now, Optional.empty(), false, lastFailOver,
                "the other node holds everything and acknowledges");
    }

    /** The writer answers nothing alone, and the other may not be promoted. Keeps the end of single-copy mode, if that is over. */
    Standing held(Instant now, String why) {
        return new Standing(term, writer, Mode.HELD, phase, now, until.filter(end -> !now.isBefore(end)), byPerson,
                lastFailOver, why);
    }

    /** The writer answers alone, for at most that long. */
    Standing alone(Instant now, Duration limit, boolean person, String why) {
        return new Standing(term, writer, Mode.SINGLE_COPY, phase, now, Optional.of(now.plus(limit)), person, lastFailOver, why);
    }

    /** A candidate was chosen; it will be alone at first. */
    Standing promoting(String candidate, Instant now, Duration limit, boolean ordered, String why) {
        return new Standing(term + 1, candidate, Mode.SINGLE_COPY, Phase.PROMOTING, now, Optional.of(now.plus(limit)), false,
                ordered ? lastFailOver : Optional.of(now), why);
    }

    /** The candidate has applied everything; from now on it may have been opened. */
    Standing opened() {
        return new Standing(term, writer, mode, Phase.OPEN, since, until, byPerson, lastFailOver, reason);
    }

    /** The candidate lost what it had not applied, and was never opened: the former writer stays. */
    Standing abandoned(String former, Instant now, String why) {
        return new Standing(term + 1, former, Mode.HELD, Phase.OPEN, now, Optional.empty(), false, lastFailOver, why);
    }

    /** A planned switchover begins to close the writer. */
    Standing closing() {
        return new Standing(term, writer, mode, Phase.CLOSING, since, until, byPerson, lastFailOver, reason);
    }

    /** A planned switchover is settled: the new writer holds everything, and waits for acknowledgements from its first commit on. */
    Standing switched(String to, Instant now, String why) {
        return new Standing(term + 1, to, Mode.PAIR, Phase.OPEN, now, Optional.empty(), false, lastFailOver, why);
    }

    /** Whether the other node may be promoted, as far as the mode decides it. */
    boolean otherHoldsEverything() {
        return mode == Mode.PAIR;
    }

    @Override
    public String toString() {
        return "term " + term + ", writer " + writer + ", " + mode + (phase == Phase.OPEN ? "" : ", " + phase) + " since " + since + ": " + reason;
    }
}
