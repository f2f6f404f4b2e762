package org.turntable.tool.command.reimport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.command.common.ChangeAuthor;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.reimport.resolve.ReassessedConflicts;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.Decision;
import org.turntable.tool.reimport.rule.ReimportTarget;

/** Records decisions of a person about conflicts. */
final class ConflictDecisions {
    private static final int PAGE = 500;

    private final ReimportTarget target;
    private final ChangeAuthor author;

    ConflictDecisions(ReimportTarget target, ChangeAuthor author) {
        this.target = target;
        this.author = author;
    }

    /**
     * Records decisions in order, up to the first one that is refused.
     *
     * @param proposed whether proposals are accepted for conflicts without a decision
     * @return how many were recorded
     */
    int record(Map<Long, Decision> decisions, boolean proposed) throws DatabaseUnavailableException {
        if (proposed) {
            ReassessedConflicts.forEach(
                    target,
                    PAGE,
                    (conflict, proposal) ->
                            proposal.ifPresent(decision -> decisions.putIfAbsent(conflict.id(), decision)));
        }
        int decided = 0;
        for (Map.Entry<Long, Decision> entry : decisions.entrySet()) {
            Conflict.RecordedDecision decision = new Conflict.RecordedDecision(
                    entry.getValue(),
                    author.by(),
                    author.reason(),
                    Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
            Optional<Conflict> conflict = target.conflictsAfter(entry.getKey() - 1, 1).stream()
                    .filter(found -> found.id() == entry.getKey())
                    .findFirst();
            String progress = "; " + decided + " were decided before it, the others not";
            if (conflict.isPresent() && !conflict.get().kind().takes(entry.getValue())) {
                throw new CommandException("conflict " + entry.getKey() + " cannot be decided as "
                        + entry.getValue().word() + ": " + ReimportPrinter.choices(conflict.get()) + progress);
            }
            if (conflict.isEmpty() || !target.decide(entry.getKey(), decision)) {
                throw new CommandException(
                        "there is no conflict " + entry.getKey() + " that is not settled" + progress);
            }
            decided++;
        }
        return decided;
    }

    /** Reads decisions from a file: a line for each conflict. */
    static Map<Long, Decision> read(Path file) {
        Map<Long, Decision> decisions = new LinkedHashMap<>();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
                if (words.length == 1 && words[0].isEmpty()) {
                    continue;
                }
                Optional<Decision> decision =
                        words.length == 2 && words[0].matches("\\d{1,18}") ? Decision.of(words[1]) : Optional.empty();
                int at = number;
                decisions.put(
                        Long.parseLong(words[0].matches("\\d{1,18}") ? words[0] : "0"),
                        decision.orElseThrow(() -> new CommandException(file + " line " + at
                                + " is not a conflict's number and own, another, swap, drop, here, "
                                + "stranded, paid or pay; nothing was decided")));
            }
        } catch (IOException unreadable) {
            throw new CommandException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        return decisions;
    }
}
