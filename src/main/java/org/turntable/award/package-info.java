/** What becomes of a win after the draw: what its winner is shown and has to do. */
package org.turntable.award;
