/** Claims: what a winner gets and does after the draw, by the kind of prize. */
package org.turntable.claim;
