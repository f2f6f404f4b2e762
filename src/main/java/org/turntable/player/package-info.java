/** Identities of players: an id that does not depend on stored state, and the signed cookie. Plain values and rules. */
package org.turntable.player;
