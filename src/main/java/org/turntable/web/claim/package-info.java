/** What a winner sees and does after a win: prizes, addresses, codes, red packets. */
package org.turntable.web.claim;
