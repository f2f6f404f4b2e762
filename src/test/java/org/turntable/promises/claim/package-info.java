/** What becomes of a prize: codes, addresses, red packets. */
package org.turntable.promises.claim;
