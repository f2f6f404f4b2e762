package org.turntable.cli.failover;

import java.io.PrintWriter;
import java.util.Map;

/** The agent's answer about the pair, as sentences. */
final class PairText {
    private PairText() {
    }

    static void print(PrintWriter out, Map<String, String> status) {
        // The sentences are those whose names begin with a digit, in that order.
        status.entrySet().stream().filter(word -> Character.isDigit(word.getKey().charAt(0))).map(Map.Entry::getValue).forEach(out::println);
        out.flush();
    }
}
