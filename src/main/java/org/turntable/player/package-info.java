/** Who a player is: an id that survives any loss of state, and the signed cookie that says so. Plain values and rules. */
package org.turntable.player;
