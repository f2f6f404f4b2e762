/**
 * The operators' console, for phones too: the sign-in, the state of each campaign and node, and pausing, resuming and
 * closing a campaign. The edge denies it to players, and {@link org.turntable.console.ConsoleAccess} checks again.
 */
package org.turntable.console;
