package org.turntable.tool.reimport.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.Decision;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.WinAssessment;

/** Reads all recorded conflicts and proposes a decision for each, by the current state of the target. */
public final class ReassessedConflicts {
    /** Receives each conflict once. */
    public interface Reader {
        /** @param proposal the decision that keeps the win; empty where there is none, or a decision is recorded */
        void accept(Conflict conflict, Optional<Decision> proposal) throws DatabaseUnavailableException;
    }

    private ReassessedConflicts() {}

    /** Passes them to the reader in the order of their ids, one page in memory at a time. */
    public static void forEach(ReimportTarget target, int page, Reader reader) throws DatabaseUnavailableException {
        Map<Integer, Long> proposed = new HashMap<>();
        long after = 0;
        for (List<Conflict> conflicts = target.conflictsAfter(after, page);
                !conflicts.isEmpty();
                conflicts = target.conflictsAfter(after, page)) {
            after = conflicts.get(conflicts.size() - 1).id();
            List<Conflict> open = conflicts.stream()
                    .filter(conflict ->
                            conflict.awaitsDecision() && conflict.kind().isOfWin())
                    .toList();
            Map<Conflict, Decision> proposals =
                    open.isEmpty() ? Map.of() : WinAssessment.proposals(target, open, proposed);
            for (Conflict conflict : conflicts) {
                reader.accept(
                        conflict,
                        conflict.kind().isOfWin()
                                ? Optional.ofNullable(proposals.get(conflict))
                                : conflict.kind().proposal().filter(proposal -> conflict.awaitsDecision()));
            }
        }
    }
}
