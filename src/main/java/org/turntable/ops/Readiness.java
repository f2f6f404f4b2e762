package org.turntable.ops;

import java.util.Map;

/**
 * Whether a node may be sent players.
 *
 * @param ready      settings sound, plans loaded
 * @param components each part and its condition in a word; a part that is away makes the node degraded, not unready
 */
public record Readiness(boolean ready, Map<String, String> components) {
}
