package org.turntable.tool.command.failover;

import java.io.PrintWriter;
import java.util.Map;

/** Prints the agent's status answer as sentences. */
final class PairPrinter {
    private PairPrinter() {}

    static void print(PrintWriter out, Map<String, String> status) {
        // The names of the sentences begin with a digit, which gives their order.
        status.entrySet().stream()
                .filter(word -> Character.isDigit(word.getKey().charAt(0)))
                .map(Map.Entry::getValue)
                .forEach(out::println);
        out.flush();
    }
}
