/**
 * The operators' console: who may sign in, what each campaign and each node is at, and pausing, resuming and closing a campaign, from a
 * telephone. Closed to players by the edge, and once more by {@link org.turntable.console.ConsoleDoor}.
 */
package org.turntable.console;
