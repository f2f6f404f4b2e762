package org.turntable.health;

import java.util.Map;

/**
 * Whether a node may be sent players.
 *
 * @param ready settings sound, plans loaded
 * @param components the status of each component in a word; an unavailable one makes the node degraded, not unready
 */
public record Readiness(boolean ready, Map<String, String> components) {}
