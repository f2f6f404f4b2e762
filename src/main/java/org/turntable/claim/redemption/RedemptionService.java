package org.turntable.claim.redemption;

import java.util.Optional;
import org.turntable.claim.redemption.RedemptionCodes.Typed;
import org.turntable.claim.redemption.Redemptions.Confirmed;
import org.turntable.claim.redemption.Redemptions.Coupon;
import org.turntable.outage.DatabaseUnavailableException;

/** Looks up and redeems the coupon of a code that a winner shows. A code with a wrong HMAC is treated as unknown. */
public final class RedemptionService {
    private final RedemptionCodes codes;
    private final Redemptions redemptions;

    public RedemptionService(RedemptionCodes codes, Redemptions redemptions) {
        this.codes = codes;
        this.redemptions = redemptions;
    }

    /** Whether a verifier's session is good: the account was neither disabled nor reset since the sign-in. */
    public boolean allows(Verifiers.Session verifier) throws DatabaseUnavailableException {
        return redemptions.allows(verifier);
    }

    /**
     * The coupon of a code; empty when the code is invalid.
     *
     * @throws DatabaseUnavailableException when it cannot be read now
     */
    public Optional<Coupon> look(String code) throws DatabaseUnavailableException {
        Optional<Typed> typed = RedemptionCodes.read(code);
        Optional<Coupon> coupon = typed.isEmpty()
                ? Optional.empty()
                : redemptions.find(typed.get().unit());
        return coupon.filter(found -> codes.fits(typed.get(), found.draw()));
    }

    /**
     * Redeems the coupon of a code; empty when the code is invalid.
     *
     * @param confirmation the idempotency key of this attempt, 16 bytes
     * @throws DatabaseUnavailableException when it is not known whether it was committed; the call may be repeated
     */
    public Optional<Confirmed> confirm(String code, byte[] confirmation, Verifiers.Session verifier)
            throws DatabaseUnavailableException {
        Optional<Coupon> coupon = look(code);
        return coupon.isEmpty()
                ? Optional.empty()
                : Optional.of(redemptions.confirm(
                        RedemptionCodes.read(code).orElseThrow().unit(),
                        coupon.get().draw(),
                        confirmation,
                        verifier));
    }
}
