package org.turntable.promises.matrix;

/**
 * One fault of the matrix.
 *
 * @param name as it is printed, recorded and chosen by
 * @param part what it breaks; two faults are combined only where these differ
 * @param needsPair whether it takes effect only on a complete pair, so that it cannot follow a fault of a database
 * @param effect what a player may notice
 */
record Fault(String name, Part part, boolean needsPair, Effect effect, Injection injection) {
    /** What a fault breaks. */
    enum Part {
        NODES,
        REDIS,
        WRITER,
        REPLICA,
        AGENT
    }

    /** What decides whether a loss that a player was told may be drawn again. */
    enum Effect {
        NONE,
        /** Redis loses its state. */
        REDIS_LOSES_STATE,
        /** A node can no longer say what it told. */
        SILENT_NODE
    }

    /** Injects it. */
    @FunctionalInterface
    interface Injection {
        /** Returns when it has taken effect; the result ends it. */
        Mend into(Target target) throws Exception;
    }

    /** Ends a fault. */
    @FunctionalInterface
    interface Mend {
        /** Nothing is left to be done by a person: the system recovers by itself. */
        Mend BY_ITSELF = () -> {};

        void run() throws Exception;
    }

    boolean isDatabase() {
        return part == Part.WRITER || part == Part.REPLICA || part == Part.AGENT;
    }

    /** Whether both at a time say something that neither says alone. */
    boolean combinesWith(Fault other) {
        return part != other.part && !((needsPair || other.needsPair) && isDatabase() && other.isDatabase());
    }
}
