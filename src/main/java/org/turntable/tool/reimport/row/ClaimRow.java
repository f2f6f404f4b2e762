package org.turntable.tool.reimport.row;

/** The claim of a prize that was won. A draw has at most one; its type depends on the kind of the prize. */
public sealed interface ClaimRow permits AddressRow, RedemptionRow, PacketRow {
    /** The draw that won the prize. */
    PlayerDrawKey key();

    /** The prize. */
    int prizeId();
}
