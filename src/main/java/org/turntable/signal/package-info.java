/**
 * Signals of automated play. They are computed in the memory of each node from what requests carry anyway, and recorded
 * beside the player. Nothing is decided by them: no draw is slowed, refused or given other odds.
 */
package org.turntable.signal;
