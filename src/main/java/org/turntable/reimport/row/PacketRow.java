package org.turntable.reimport.row;

import java.time.Instant;
import java.util.Locale;

/**
 * A row of {@code red_packet}: a red packet that its winner asked for.
 *
 * @param key         the draw
 * @param prizeId     its prize
 * @param amountFen   hundredths of a yuan
 * @param state       where it stands
 * @param sealed      whom to pay; null once it is over
 * @param tries       calls to the partner
 * @param nextTryAt   when the sender looks at it again; of {@link State#ASKED}, until when the call that is under way is waited for
 * @param inHand      whether a sender may be calling for it at this moment
 * @param said        what the partner said last; null for nothing
 * @param payment     the partner's number of the payment; null while it is not paid
 * @param collectedAt when the winner asked for it
 * @param overAt      when it was paid or given up; null while it is not over
 * @param givenUpBy   who gave it up; null where nobody did
 * @param reason      why
 */
public record PacketRow(DrawKey key, int prizeId, int amountFen, State state, Sealed sealed, int tries, Instant nextTryAt, boolean inHand,
        String said, String payment, Instant collectedAt, Instant overAt, String givenUpBy, String reason) implements ClaimRow {
    /** Where a packet stands; see the migration that makes the table. */
    public enum State {
        /** To be paid. */
        DUE,
        /** A call went out whose outcome is not known: the partner is asked before any other call is made. */
        ASKED,
        /** Paid. */
        SENT,
        /** A person has to look at it; the sender leaves it alone. */
        FAILED,
        /** A person gave it up as not paid. */
        GIVEN_UP;

        /** As it is stored. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it is paid or given up. */
    public boolean isOver() {
        return overAt != null;
    }

    /** The same of another draw. */
    public PacketRow movedTo(DrawKey there, int itsPrize, Sealed itsSeal) {
        return new PacketRow(there, itsPrize, amountFen, state, itsSeal, tries, nextTryAt, inHand, said, payment, collectedAt, overAt, givenUpBy,
                reason);
    }

    /** To be paid, the partner being asked first. */
    public PacketRow asked(Sealed whom) {
        return new PacketRow(key, prizeId, amountFen, State.ASKED, whom, tries, nextTryAt, false, said, null, collectedAt, null, null, null);
    }

    /** Paid. */
    public PacketRow sent(String itsPayment, Instant at) {
        return new PacketRow(key, prizeId, amountFen, State.SENT, null, tries, nextTryAt, false, null, itsPayment, collectedAt, at, null, null);
    }

    /** Not paid until a person has decided: over, so that neither a sender, nor {@code red-packets retry}, nor the winner sets it going. */
    public PacketRow held(String by, String why, Instant at) {
        return new PacketRow(key, prizeId, amountFen, State.GIVEN_UP, null, tries, nextTryAt, false, said, null, collectedAt, at, by, why);
    }
}
