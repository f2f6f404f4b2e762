/** Redeeming coupons in stores: the code that the winner shows, who may confirm it, and that it is confirmed once. */
package org.turntable.award.redemption;
