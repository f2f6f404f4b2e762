/** Draws under faults: never oversold, a shown win is kept, one tap has one result, no wait for the database. */
package org.turntable.promises.draw;
