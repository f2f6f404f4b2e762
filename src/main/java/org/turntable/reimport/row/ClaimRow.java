package org.turntable.reimport.row;

/** What became of a prize that was won. A draw has at most one, by the kind of its prize. */
public sealed interface ClaimRow permits AddressRow, RedemptionRow, PacketRow {
    /** The draw on which it hangs. */
    DrawKey key();

    /** The prize that the draw won. */
    int prizeId();
}
