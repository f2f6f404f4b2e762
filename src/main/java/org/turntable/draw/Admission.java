package org.turntable.draw;

import org.turntable.ledger.LedgerEntry;

/** What Redis answered to one draw. */
public sealed interface Admission {
    /**
     * The draw was admitted now and is in the ledger's stream.
     *
     * @param usedToday chances used today, this draw included
     * @param entry     its entry; {@link LedgerEntry#isCandidate()} tells whether it may win
     */
    record Admitted(int usedToday, LedgerEntry entry) implements Admission {
    }

    /**
     * This number was drawn before.
     *
     * @param usedToday chances used today
     * @param result    what the draw came to
     */
    record Repeated(int usedToday, DrawResult result) implements Admission {
    }

    /** Not admitted, and that is the player's answer. */
    record Refused(Refusal refusal) implements Admission {
    }

    /** Not admitted, for a reason that the node can mend before it tries once more. */
    enum Stale implements Admission {
        /** Redis is in another epoch, or in none. */
        EPOCH,
        /** Another version of the plan is in force. */
        PLAN,
        /** By Redis's clock this is another day. */
        DAY,
        /** The player's hash must be loaded from MariaDB. */
        LOAD
    }
}
