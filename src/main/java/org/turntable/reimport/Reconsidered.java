package org.turntable.reimport;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.reimport.Rows.Unavailable;

/** All recorded conflicts, each with what would settle it as things stand now. */
public final class Reconsidered {
    /** Is shown each conflict once. */
    public interface Reader {
        /** @param proposal what would keep the win; empty where a person has to find a way, or has decided */
        void of(Conflict conflict, Optional<Decision> proposal) throws Unavailable;
    }

    private Reconsidered() {
    }

    /** Shows them in the order of their numbers, a page in memory at a time. */
    public static void each(Successor here, int page, Reader reader) throws Unavailable {
        Map<Integer, Long> promised = new HashMap<>();
        long after = 0;
        for (List<Conflict> conflicts = here.conflictsAfter(after, page); !conflicts.isEmpty(); conflicts = here.conflictsAfter(after, page)) {
            after = conflicts.get(conflicts.size() - 1).id();
            List<Conflict> open = conflicts.stream().filter(conflict -> conflict.isWaiting() && conflict.kind().isOfWin()).toList();
            Map<Conflict, Decision> proposals = open.isEmpty() ? Map.of() : Judgement.proposals(here, open, promised);
            for (Conflict conflict : conflicts) {
                reader.of(conflict, conflict.kind().isOfWin() ? Optional.ofNullable(proposals.get(conflict))
                        : conflict.kind().proposal().filter(proposal -> conflict.isWaiting()));
            }
        }
    }
}
