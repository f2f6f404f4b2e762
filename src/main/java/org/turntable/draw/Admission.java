package org.turntable.draw;

import org.turntable.ledger.DrawEntry;
import org.turntable.player.DrawOutcome;

/** The answer of Redis to one draw. */
public sealed interface Admission {
    /**
     * The draw was admitted now and is in the ledger's stream.
     *
     * @param usedToday chances used today, this draw included
     * @param entry its entry; {@link DrawEntry#isCandidate()} is true if it may win
     */
    record Admitted(int usedToday, DrawEntry entry) implements Admission {}

    /**
     * This number was drawn before.
     *
     * @param usedToday chances used today
     * @param result the draw's result
     */
    record Repeated(int usedToday, DrawOutcome result) implements Admission {}

    /** Not admitted; the refusal is the answer to the player. */
    record Refused(DrawRefusal refusal) implements Admission {}

    /** Not admitted, because data is outdated. The node can update it and try once more. */
    enum Stale implements Admission {
        /** Redis has another epoch, or none. */
        EPOCH,
        /** Another version of the plan is in force. */
        PLAN,
        /** By Redis's clock this is another day. */
        DAY,
        /** The player's hash must be loaded from MariaDB. */
        LOAD
    }
}
