package org.turntable.claim.redemption;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.turntable.campaign.LocalizedText;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/** The redemptions of coupons. */
public interface Redemptions {
    /** A committed redemption. */
    record Redeemed(String store, Instant at) {}

    /**
     * A coupon that was won.
     *
     * @param draw the draw that won it
     * @param campaign the campaign's name
     * @param zone the campaign's time zone
     * @param prize the prize's name
     * @param wonAt when it was won
     * @param redeemed empty until it is redeemed
     */
    record Coupon(
            DrawKey draw,
            LocalizedText campaign,
            ZoneId zone,
            LocalizedText prize,
            Instant wonAt,
            Optional<Redeemed> redeemed) {}

    /**
     * The result of a confirmation.
     *
     * @param outcome whether goods may be handed out
     * @param redeemed the committed redemption, this one or an earlier one; null for {@link Outcome#NOT_ALLOWED}
     */
    record Confirmed(Outcome outcome, Redeemed redeemed) {}

    /** Whether goods may be handed out. */
    enum Outcome {
        /** Yes: it is committed on two machines, under this confirmation. */
        DONE,
        /** No: it was redeemed before, under another confirmation. */
        BEFORE,
        /** No: the verifier was disabled or reset in the meantime. */
        NOT_ALLOWED
    }

    /** The redemptions of a player in a campaign, by draw number. */
    Map<Integer, Redeemed> of(int campaignId, PlayerId player) throws DatabaseUnavailableException;

    /** Whether a verifier's session is good: the account was neither disabled nor reset since the sign-in. */
    boolean allows(Verifiers.Session verifier) throws DatabaseUnavailableException;

    /** The coupon of this unit; empty when the unit is not a coupon that was won. */
    Optional<Coupon> find(Unit unit) throws DatabaseUnavailableException;

    /**
     * Redeems a coupon, at most once.
     *
     * @param confirmation the idempotency key of this attempt, 16 bytes; a repeated call has the same result
     * @throws DatabaseUnavailableException when it is not known whether it was committed; the call may be repeated
     */
    Confirmed confirm(Unit unit, DrawKey draw, byte[] confirmation, Verifiers.Session verifier)
            throws DatabaseUnavailableException;
}
