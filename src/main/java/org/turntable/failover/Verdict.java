package org.turntable.failover;

/**
 * What is to be done now, and why.
 *
 * @param step what
 * @param why  in words, for the journal and for people
 */
record Verdict(Step step, String why) {
    /** Steps, the most urgent first. */
    enum Step {
        /** Nothing, all is as it should be. */
        REST,
        /** Nothing can be done without a person, and why. */
        REFUSE,
        /** Another agent holds a lock. */
        STAND_DOWN,
        /** A promotion that was cut off goes on. */
        GO_ON_PROMOTING,
        /** A switchover that was cut off is taken back. */
        REOPEN,
        /** A node that is not the writer takes writes: it is closed. */
        CLOSE_OTHER,
        /** The writer is dead: the other is promoted. */
        FAIL_OVER,
        /** The writer was restarted and is closed: the other is promoted, with everything that the writer holds. */
        TAKE_OVER,
        /** The writer's disk is full: its process is ended, so that the other can be promoted. */
        END_WRITER,
        /** The other node was restarted: it may not be promoted until it was seen to hold everything. */
        HOLD,
        /** The writer is opened as the standing says. */
        OPEN_WRITER,
        /** The replica is lost: the writer answers alone. */
        GO_ALONE,
        /** The writer's process is started. */
        START_WRITER,
        /** The other node's process is started. */
        START_OTHER,
        /** The other node is marked, which refuses log-ins. */
        MARK_OTHER,
        /** The other node is made to follow the writer. */
        REJOIN,
        /** The other node has caught up: the pair is whole again. */
        PAIR_UP
    }

    static final Verdict NOTHING = new Verdict(Step.REST, "");

    static Verdict of(Step step, String why) {
        return new Verdict(step, why);
    }
}
