package org.turntable.tool.failover;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A request of an operator that waits for the agent's thread.
 *
 * @param command status, switchover, fail-over, rejoin, alone or whole
 * @param arguments its arguments by name
 * @param answer the fields of the answer; completed with a {@link RequestRefusedException} when it was refused
 */
record PendingRequest(String command, Map<String, String> arguments, CompletableFuture<Map<String, String>> answer) {
    /** Whether it only asks for the status. */
    boolean isStatus() {
        return command.equals("status");
    }

    String argument(String name, String otherwise) {
        return arguments.getOrDefault(name, otherwise);
    }

    /** Who requested it and why, for the journal. */
    String reason() {
        return argument("reason", "no reason given") + " (" + argument("by", "unknown") + ")";
    }
}
