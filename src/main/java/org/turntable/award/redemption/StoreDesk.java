package org.turntable.award.redemption;

import java.util.Optional;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redemption.RedemptionCodes.Typed;
import org.turntable.award.redemption.Redemptions.Confirmed;
import org.turntable.award.redemption.Redemptions.Coupon;

/** What a verifier does with a code that was shown: look, and confirm. A code whose seal does not fit its draw is none. */
public final class StoreDesk {
    private final RedemptionCodes codes;
    private final Redemptions redemptions;

    public StoreDesk(RedemptionCodes codes, Redemptions redemptions) {
        this.codes = codes;
        this.redemptions = redemptions;
    }

    /**
     * The coupon of a code; empty where it is none.
     *
     * @throws ClaimsUnavailable when it cannot be known now
     */
    public Optional<Coupon> look(String code) throws ClaimsUnavailable {
        Optional<Typed> typed = RedemptionCodes.read(code);
        Optional<Coupon> coupon = typed.isEmpty() ? Optional.empty() : redemptions.find(typed.get().unit());
        return coupon.filter(found -> codes.fits(typed.get(), found.draw()));
    }

    /**
     * Redeems the coupon of a code; empty where it is none.
     *
     * @param confirmation 16 bytes that name this attempt
     * @throws ClaimsUnavailable when it is not known whether it stands; the same call again is safe
     */
    public Optional<Confirmed> confirm(String code, byte[] confirmation, Verifiers.Session verifier) throws ClaimsUnavailable {
        Optional<Coupon> coupon = look(code);
        return coupon.isEmpty() ? Optional.empty()
                : Optional.of(redemptions.confirm(RedemptionCodes.read(code).orElseThrow().unit(), coupon.get().draw(), confirmation, verifier));
    }
}
