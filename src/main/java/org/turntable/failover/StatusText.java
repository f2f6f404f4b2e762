package org.turntable.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the pair stands, in words. */
final class StatusText {
    private StatusText() {
    }

    static Map<String, String> of(Standing standing, Sight writer, Sight other, Limits limits, Map<String, String> alarms, Instant now) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("term", Long.toString(standing.term()));
        words.put("mode", standing.mode().name());
        words.put("phase", standing.phase().name());
        words.put("writer", standing.writer());
        words.put("replica", other.address());
        words.put("since", standing.since().toString());
        words.put("reason", standing.reason());
        words.put("1 pair", switch (standing.mode()) {
            case PAIR -> "The pair is whole: every answer of " + standing.writer() + " is on both machines, and " + other.address()
                    + " may be promoted.";
            case SINGLE_COPY -> "Single-copy mode for " + Duration.between(standing.since(), now).toSeconds() + " s, until "
                    + standing.until().orElseThrow() + ": " + standing.writer() + " answers alone, and " + other.address() + " may not be promoted. "
                    + standing.reason() + ".";
            case HELD -> "Commits on " + standing.writer() + " wait for " + other.address()
                    + ", which was not seen to hold everything and may not be promoted. "
                    + standing.reason() + ".";
        });
        words.put("2 writer", "The writer, " + writer.address() + ", " + writer(writer, limits));
        words.put("3 replica", "The replica, " + other.address() + ", " + replica(writer, other, limits));
        alarms.forEach((name, sentence) -> words.put("4 alarm " + name, "Alarm: " + sentence + "."));
        return words;
    }

    private static String writer(Sight sight, Limits limits) {
        if (!sight.answers(limits)) {
            return silent(sight);
        }
        View view = sight.view().orElseThrow();
        return (view.readOnly() ? "is closed" : "is open") + (view.diskFull() ? ", ITS DISK IS FULL; " : "; ")
                + (view.semiSync() ? "commits wait for " + view.clients() + " replica" : "commits wait for nobody")
                + ", " + view.waiting() + " wait at this moment.";
    }

    private static String replica(Sight writer, Sight sight, Limits limits) {
        if (!sight.answers(limits)) {
            return silent(sight);
        }
        View view = sight.view().orElseThrow();
        if (view.replication().isEmpty()) {
            return (view.readOnly() ? "is closed" : "TAKES WRITES") + " and does not replicate.";
        }
        View.Replication one = view.replication().get();
        String behind = writer.view().map(View::written).filter(written -> !Positions.contains(view.applied(), written))
                .map(written -> "; it has applied " + view.applied() + " of " + written).orElse("; it has everything");
        return (one.receiving() ? "receives" : "DOES NOT RECEIVE") + " and " + (one.applying() ? "applies" : "DOES NOT APPLY")
                + behind + (one.error().isEmpty() ? "." : ". Its error: " + one.error());
    }

    private static String silent(Sight sight) {
        return sight.trouble().isEmpty() ? "was not asked yet." : "has not answered for " + sight.viewAge().toMillis() + " ms: " + sight.trouble();
    }
}
