package org.turntable.failover;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a person asks of the agent, which does it on its own thread.
 *
 * @param verb   what: status, switchover, fail-over, rejoin, alone, whole
 * @param words  with what, by name
 * @param answer its outcome, by name; completed with a {@link Refusal} when it was not done
 */
record Order(String verb, Map<String, String> words, CompletableFuture<Map<String, String>> answer) {
    String word(String name, String otherwise) {
        return words.getOrDefault(name, otherwise);
    }

    /** Who and why, for the journal. */
    String reason() {
        return word("reason", "no reason given") + " (" + word("by", "nobody") + ")";
    }
}
