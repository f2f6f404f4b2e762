package org.turntable.award.redemption;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.CouponCodes.Unit;
import org.turntable.award.WonDraw;
import org.turntable.campaign.LocalText;
import org.turntable.player.PlayerId;

/** Which coupons were redeemed, where and when. */
public interface Redemptions {
    /** A redemption that stands. */
    record Redeemed(String store, Instant at) {
    }

    /**
     * A coupon that somebody won.
     *
     * @param draw     the draw that won it
     * @param campaign the campaign's name
     * @param zone     the campaign's time zone
     * @param prize    the prize's name
     * @param wonAt    when it was won
     * @param redeemed empty until it is redeemed
     */
    record Coupon(WonDraw draw, LocalText campaign, ZoneId zone, LocalText prize, Instant wonAt, Optional<Redeemed> redeemed) {
    }

    /**
     * What confirming came to.
     *
     * @param outcome  whether goods may be handed out
     * @param redeemed the redemption that stands: this one, or an earlier; null for {@link Outcome#NOT_ALLOWED}
     */
    record Confirmed(Outcome outcome, Redeemed redeemed) {
    }

    /** Whether goods may be handed out. */
    enum Outcome {
        /** Yes: it stands, on two machines, under this very confirmation. */
        DONE,
        /** No: it was redeemed before, under another confirmation. */
        BEFORE,
        /** No: the verifier was disabled or reset meanwhile. */
        NOT_ALLOWED
    }

    /** The redemptions of a player in a campaign, by the draws' numbers. */
    Map<Integer, Redeemed> of(int campaignId, PlayerId player) throws ClaimsUnavailable;

    /** The coupon that this unit is; empty where it is none that was won. */
    Optional<Coupon> find(Unit unit) throws ClaimsUnavailable;

    /**
     * Redeems a coupon, once for ever.
     *
     * @param confirmation 16 bytes that name this attempt; the same again is answered alike
     * @throws ClaimsUnavailable when it is not known whether it stands; the same call again is safe
     */
    Confirmed confirm(Unit unit, WonDraw draw, byte[] confirmation, Verifiers.Session verifier) throws ClaimsUnavailable;
}
