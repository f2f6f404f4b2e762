package org.turntable.tool.command.line;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.turntable.tool.line.AddressRecords;
import org.turntable.tool.line.DnsPropagation;
import org.turntable.tool.line.DnsPropagation.Answer;
import org.turntable.tool.line.EntryLine;

/** Shows which servers answer with the new records until all do: each change, and a progress line every ten seconds. */
final class PropagationWatch {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PROGRESS_SECONDS = 10;

    private final DnsPropagation propagation;
    private final List<EntryLine> lines;
    private final PrintWriter out;
    private final Map<String, Object> document;
    private final Map<String, String> printed = new HashMap<>();

    /**
     * @param out null if only the document is wanted
     * @param document receives the last result
     */
    PropagationWatch(DnsPropagation propagation, List<EntryLine> lines, PrintWriter out, Map<String, Object> document) {
        this.propagation = propagation;
        this.lines = lines;
        this.out = out;
        this.document = document;
    }

    /** Queries until all servers answer with the new records or the limit has passed; once if the limit is zero. */
    boolean until(Duration limit) {
        long begun = System.nanoTime();
        long nextProgress = PROGRESS_SECONDS;
        while (true) {
            List<Answer> answers = propagation.query();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            answers.forEach(this::printChange);
            long have = answers.stream().filter(Answer::isNew).count();
            boolean all = have == answers.size();
            if (all || seconds >= limit.toSeconds()) {
                print((all ? "All " + have : have + " of " + answers.size()) + " answer this (after " + "" + seconds
                        + " s).");
                document.put("seconds", seconds);
                document.put("all", all);
                document.put("servers", answers.stream().map(this::document).toList());
                return all;
            }
            if (seconds >= nextProgress) {
                print(time() + " " + have + " of " + answers.size() + "; Ctrl-C ends only this display");
                nextProgress = seconds + PROGRESS_SECONDS;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void printChange(Answer answer) {
        String state = answer.records() == null
                ? answer.error()
                : String.join(" ", answer.records().addresses()) + answer.isNew();
        if (state.equals(printed.put(answer.server().address() + answer.server().label(), state))) {
            return;
        }
        String word = answer.records() == null ? "?  " : answer.isNew() ? "new" : "old";
        print(time() + " " + word + " " + answer.server().label() + " "
                + answer.server().address());
        if (answer.records() == null) {
            print("    " + answer.error());
            return;
        }
        String line = answer.records().lineNames(lines);
        print("    " + (line.isEmpty() ? "" : line + " ")
                + String.join(" ", answer.records().addresses()) + ", "
                + answer.records().ttl() + (answer.server().authoritative() ? " s" : " s left"));
    }

    private Map<String, Object> document(Answer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("label", answer.server().label());
        document.put("address", answer.server().address());
        document.put("authoritative", answer.server().authoritative());
        document.put("new", answer.isNew());
        document.put("trouble", answer.error());
        document.put("answer", answer.records() == null ? null : document(answer.records(), lines));
        return document;
    }

    static Map<String, Object> document(AddressRecords records, List<EntryLine> lines) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("line", records.lineNames(lines));
        document.put("addresses", records.addresses());
        document.put("ttl", records.ttl());
        return document;
    }

    private void print(String text) {
        if (out != null) {
            out.println(text);
            out.flush();
        }
    }

    private static String time() {
        return LocalTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
}
