package org.turntable.reimport;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;

/**
 * What is to be done with a stranded win: the one rule, for comparing and for bringing over.
 *
 * @param win      the win
 * @param outcome  what is to be done
 * @param kind     why it is a conflict; null for the other outcomes
 * @param own      its own unit here; null where there is none
 * @param conflict what is recorded of it; null for nothing
 */
record Judgement(Win win, Outcome outcome, ConflictKind kind, UnitRow own, Conflict conflict) {
    /** What is to be done. */
    enum Outcome {
        /** It stands here just so. */
        SAME,
        /** Its number and its own unit are free here. */
        BRING,
        /** A person decided, and that was carried out. */
        SETTLED,
        /** A person has to decide. */
        CONFLICT
    }

    /** The draw that holds the win here, now or once it is brought; empty where a person decides of it, or dropped it. */
    Optional<DrawKey> standing() {
        return switch (outcome) {
            case SAME, BRING -> Optional.of(win.key());
            case SETTLED -> isDropped() ? Optional.empty() : Optional.of(new DrawKey(win.key().player(), conflict.settled().number()));
            case CONFLICT -> Optional.empty();
        };
    }

    /** Whether a person decided that it is not brought in. */
    boolean isDropped() {
        return outcome == Outcome.SETTLED && conflict.settled().number() == 0;
    }

    /** Judges wins of one campaign by what is here. */
    static List<Judgement> of(Lookups here, int campaignId, Collection<Win> wins) throws Unavailable {
        if (wins.isEmpty()) {
            return List.of();
        }
        List<DrawKey> keys = wins.stream().map(Win::key).toList();
        Map<DrawKey, DrawRow> draws = here.draws(campaignId, keys);
        Map<Integer, Set<UnitRef>> wanted = wins.stream().map(Win::unit).collect(Collectors.groupingBy(UnitRef::prizeId, Collectors.toSet()));
        Map<UnitRef, UnitRow> units = new HashMap<>();
        for (Map.Entry<Integer, Set<UnitRef>> prize : wanted.entrySet()) {
            units.putAll(here.units(prize.getKey(), prize.getValue()));
        }
        List<Conflict> recorded = here.conflicts(campaignId, keys);
        return wins.stream().map(win -> of(win, draws.get(win.key()), units.get(win.unit()), recorded.stream()
                .filter(conflict -> conflict.kind().isOfWin() && conflict.win().key().equals(win.key()) && conflict.win().unit().equals(win.unit()))
                .findFirst())).toList();
    }

    private static Judgement of(Win win, DrawRow there, UnitRow own, Optional<Conflict> recorded) {
        Conflict conflict = recorded.orElse(null);
        if (conflict != null && conflict.settled() != null) {
            return new Judgement(win, Outcome.SETTLED, null, own, conflict);
        }
        if (there != null && there.isWin() && win.unit().isSameThingAs(there.unit())) {
            return new Judgement(win, Outcome.SAME, null, own, conflict);
        }
        ConflictKind kind = kind(win, there, own);
        if (kind == null && conflict != null) {
            // Its unit was given back meanwhile. It was laid before a person, and a person says what becomes of it.
            kind = conflict.kind();
        }
        return new Judgement(win, kind == null ? Outcome.BRING : Outcome.CONFLICT, kind, own, conflict);
    }

    /** Null where nothing is in its way. */
    private static ConflictKind kind(Win win, DrawRow there, UnitRow own) {
        if (there != null) {
            return there.isWin() ? ConflictKind.WON_OTHERWISE : ConflictKind.LOST_HERE;
        }
        if (!win.consistent()) {
            return ConflictKind.INCONSISTENT;
        }
        if (own == null) {
            return ConflictKind.UNIT_UNKNOWN;
        }
        return own.isFree() ? null : ConflictKind.UNIT_TAKEN;
    }

    /**
     * What would settle open conflicts so that every win that was shown is kept: its own unit, else another free one, else nothing can be
     * proposed.
     */
    static Map<Conflict, Decision> proposals(Lookups here, List<Conflict> open, Map<Integer, Long> promised) throws Unavailable {
        Map<Conflict, Decision> proposals = new LinkedHashMap<>();
        Map<Integer, Long> free = new HashMap<>();
        Map<Integer, List<Conflict>> byCampaign = open.stream().collect(Collectors.groupingBy(Conflict::campaignId));
        for (Map.Entry<Integer, List<Conflict>> campaign : byCampaign.entrySet()) {
            List<Judgement> judged = of(here, campaign.getKey(), campaign.getValue().stream().map(Conflict::win).toList());
            for (Judgement judgement : judged) {
                UnitRow own = judgement.own();
                int prizeId = judgement.win().unit().prizeId();
                if (!free.containsKey(prizeId)) {
                    free.put(prizeId, here.freeUnits(prizeId));
                }
                // Its own unit counts as one of the free ones: two conflicts must not be promised the same.
                long given = promised.merge(prizeId, 1L, Long::sum);
                if (given <= free.get(prizeId)) {
                    proposals.put(judgement.conflict(), own != null && own.isFree() ? Decision.OWN : Decision.ANOTHER);
                } else {
                    promised.merge(prizeId, -1L, Long::sum);
                }
            }
        }
        return proposals;
    }
}
