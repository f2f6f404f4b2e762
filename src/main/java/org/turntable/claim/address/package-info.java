/** Addresses for prizes to be posted: entered by the winner, stored encrypted, erased after a retention period. */
package org.turntable.claim.address;
