/** The pages of verifiers, who confirm in a store that a coupon is redeemed. */
package org.turntable.web.verifier;
