/** Redemption of coupons in stores: the winner's code, the verifiers, and exactly one redemption per coupon. */
package org.turntable.claim.redemption;
