package org.turntable.failover;

/** How much stands behind an answer of the writer. */
public enum Mode {
    /** The writer answers only what the replica has too, and the replica was seen to hold everything: it may be promoted. */
    PAIR,
    /** The writer answers alone. The other node may not be promoted. */
    SINGLE_COPY,
    /** The writer answers nothing alone, and the other node was not yet seen to hold everything: it may not be promoted. */
    HELD
}
