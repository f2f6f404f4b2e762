package org.turntable.cli.entry;

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
import org.turntable.entry.EntryLine;
import org.turntable.entry.Spread;
import org.turntable.entry.Spread.Answer;
import org.turntable.entry.Standing;

/** Tells who answers the new, and goes on until all do: what has changed, and every ten seconds that it still lives. */
final class SpreadWatch {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SIGN_OF_LIFE = 10;

    private final Spread spread;
    private final List<EntryLine> lines;
    private final PrintWriter out;
    private final Map<String, Object> document;
    private final Map<String, String> told = new HashMap<>();

    /**
     * @param out      empty (null) where only the document is wanted
     * @param document gets what was seen last
     */
    SpreadWatch(Spread spread, List<EntryLine> lines, PrintWriter out, Map<String, Object> document) {
        this.spread = spread;
        this.lines = lines;
        this.out = out;
        this.document = document;
    }

    /** Looks until all answer the new or the limit has passed; with a limit of nothing, once. */
    boolean until(Duration limit) {
        long begun = System.nanoTime();
        long nextSign = SIGN_OF_LIFE;
        while (true) {
            List<Answer> answers = spread.look();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            answers.forEach(this::tellOnce);
            long have = answers.stream().filter(Answer::isNew).count();
            boolean all = have == answers.size();
            if (all || seconds >= limit.toSeconds()) {
                say((all ? "All " + have : have + " of " + answers.size()) + " answer this (after " + seconds + " s).");
                document.put("seconds", seconds);
                document.put("all", all);
                document.put("servers", answers.stream().map(this::document).toList());
                return all;
            }
            if (seconds >= nextSign) {
                say(time() + " " + have + " of " + answers.size() + "; Ctrl-C ends this look alone");
                nextSign = seconds + SIGN_OF_LIFE;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void tellOnce(Answer answer) {
        String state = answer.standing() == null ? answer.trouble() : String.join(" ", answer.standing().addresses()) + answer.isNew();
        if (state.equals(told.put(answer.server().address() + answer.server().label(), state))) {
            return;
        }
        String word = answer.standing() == null ? "?  " : answer.isNew() ? "new" : "old";
        say(time() + " " + word + " " + answer.server().label() + " " + answer.server().address());
        if (answer.standing() == null) {
            say("    " + answer.trouble());
            return;
        }
        String line = answer.standing().lines(lines);
        say("    " + (line.isEmpty() ? "" : line + " ") + String.join(" ", answer.standing().addresses()) + ", " + answer.standing().ttl()
                + (answer.server().authoritative() ? " s" : " s left"));
    }

    private Map<String, Object> document(Answer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("label", answer.server().label());
        document.put("address", answer.server().address());
        document.put("authoritative", answer.server().authoritative());
        document.put("new", answer.isNew());
        document.put("trouble", answer.trouble());
        document.put("answer", answer.standing() == null ? null : document(answer.standing(), lines));
        return document;
    }

    static Map<String, Object> document(Standing standing, List<EntryLine> lines) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("line", standing.lines(lines));
        document.put("addresses", standing.addresses());
        document.put("ttl", standing.ttl());
        return document;
    }

    private void say(String text) {
        if (out != null) {
            out.println(text);
            out.flush();
        }
    }

    private static String time() {
        return LocalTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
}
