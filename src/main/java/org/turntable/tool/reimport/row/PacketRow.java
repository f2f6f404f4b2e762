package org.turntable.tool.reimport.row;

import java.time.Instant;
import java.util.Locale;

/**
 * A row of {@code red_packet}: a red packet that its winner claimed.
 *
 * @param key the draw
 * @param prizeId its prize
 * @param amountFen the amount in fen (1/100 yuan)
 * @param state its state
 * @param sealed the encrypted payee; null once it is finished
 * @param tries number of calls to the partner
 * @param nextTryAt when the sender handles it next; in {@link State#ASKED}, the end of the wait for the running call
 * @param isCallInProgress whether a sender may be calling the partner for it now
 * @param partnerAnswer the partner's last answer; null for none
 * @param payment the partner's payment number; null while it is not paid
 * @param collectedAt when the winner claimed it
 * @param finishedAt when it was paid or given up; null before that
 * @param givenUpBy who gave it up; null where it was not given up
 * @param reason why it was given up
 */
public record PacketRow(
        PlayerDrawKey key,
        int prizeId,
        int amountFen,
        State state,
        SealedText sealed,
        int tries,
        Instant nextTryAt,
        boolean isCallInProgress,
        String partnerAnswer,
        String payment,
        Instant collectedAt,
        Instant finishedAt,
        String givenUpBy,
        String reason)
        implements ClaimRow {
    /** States of a red packet; the migration of the table describes them. */
    public enum State {
        /** To be paid. */
        DUE,
        /** A call was made and its result is unknown: the partner is queried before any other call. */
        ASKED,
        /** Paid. */
        SENT,
        /** The sender has stopped trying; a person has to handle it. */
        FAILED,
        /** A person gave it up; it is not paid. */
        GIVEN_UP;

        /** The value of the column. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it is paid or given up. */
    public boolean isFinished() {
        return finishedAt != null;
    }

    /** A copy that belongs to another draw. */
    public PacketRow movedTo(PlayerDrawKey newKey, int newPrizeId, SealedText newSealed) {
        return new PacketRow(
                newKey,
                newPrizeId,
                amountFen,
                state,
                newSealed,
                tries,
                nextTryAt,
                isCallInProgress,
                partnerAnswer,
                payment,
                collectedAt,
                finishedAt,
                givenUpBy,
                reason);
    }

    /** A copy in state {@link State#ASKED}: the partner is queried first, then it is paid if it was not. */
    public PacketRow asked(SealedText payee) {
        return new PacketRow(
                key,
                prizeId,
                amountFen,
                State.ASKED,
                payee,
                tries,
                nextTryAt,
                false,
                partnerAnswer,
                null,
                collectedAt,
                null,
                null,
                null);
    }

    /** A copy in state {@link State#SENT}. */
    public PacketRow sent(String newPayment, Instant at) {
        return new PacketRow(
                key,
                prizeId,
                amountFen,
                State.SENT,
                null,
                tries,
                nextTryAt,
                false,
                null,
                newPayment,
                collectedAt,
                at,
                null,
                null);
    }

    /**
     * A copy that is not paid until a person has decided. Its state is {@link State#GIVEN_UP}, so neither a sender, nor
     * {@code red-packets retry}, nor the winner can start a payment.
     */
    public PacketRow held(String by, String why, Instant at) {
        return new PacketRow(
                key,
                prizeId,
                amountFen,
                State.GIVEN_UP,
                null,
                tries,
                nextTryAt,
                false,
                partnerAnswer,
                null,
                collectedAt,
                at,
                by,
                why);
    }
}
