package org.turntable.tool.reimport.rule;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;

/**
 * What to do with a stranded win. Comparison and import use the same rule.
 *
 * @param win the win
 * @param outcome what to do
 * @param kind the reason of a conflict; null for the other outcomes
 * @param own the counterpart of its unit in the target; null where there is none
 * @param conflict the recorded conflict; null for none
 */
public record WinAssessment(StrandedWin win, Outcome outcome, ConflictKind kind, UnitRow own, Conflict conflict) {
    /** What to do. */
    public enum Outcome {
        /** The target has the same win. */
        SAME,
        /** It is missing in the target, and its draw number and its unit are free. */
        IMPORT,
        /** A decision was carried out. */
        RESOLVED,
        /** A person has to decide. */
        CONFLICT
    }

    /** The draw that has the win in the target, now or after the import; empty for a conflict or a dropped win. */
    Optional<PlayerDrawKey> currentDraw() {
        return switch (outcome) {
            case SAME, IMPORT -> Optional.of(win.key());
            case RESOLVED ->
                isDropped()
                        ? Optional.empty()
                        : Optional.of(new PlayerDrawKey(
                                win.key().player(), conflict.resolution().number()));
            case CONFLICT -> Optional.empty();
        };
    }

    /** Whether it was decided not to import it. */
    boolean isDropped() {
        return outcome == Outcome.RESOLVED && conflict.resolution().number() == 0;
    }

    /** Assesses wins of one campaign against the target. */
    public static List<WinAssessment> assess(KeyedReader target, int campaignId, Collection<StrandedWin> wins)
            throws DatabaseUnavailableException {
        if (wins.isEmpty()) {
            return List.of();
        }
        List<PlayerDrawKey> keys = wins.stream().map(StrandedWin::key).toList();
        Map<PlayerDrawKey, DrawRow> draws = target.draws(campaignId, keys);
        Map<Integer, Set<UnitRef>> wanted = wins.stream()
                .map(StrandedWin::unit)
                .collect(Collectors.groupingBy(UnitRef::prizeId, Collectors.toSet()));
        Map<UnitRef, UnitRow> units = new HashMap<>();
        for (Map.Entry<Integer, Set<UnitRef>> prize : wanted.entrySet()) {
            units.putAll(target.units(prize.getKey(), prize.getValue()));
        }
        List<Conflict> recorded = target.conflicts(campaignId, keys);
        return wins.stream()
                .map(win -> assess(
                        win,
                        draws.get(win.key()),
                        units.get(win.unit()),
                        recorded.stream()
                                .filter(conflict -> conflict.kind().isOfWin()
                                        && conflict.win().key().equals(win.key())
                                        && conflict.win().unit().equals(win.unit()))
                                .findFirst()))
                .toList();
    }

    private static WinAssessment assess(StrandedWin win, DrawRow current, UnitRow own, Optional<Conflict> recorded) {
        Conflict conflict = recorded.orElse(null);
        if (conflict != null && conflict.resolution() != null) {
            return new WinAssessment(win, Outcome.RESOLVED, null, own, conflict);
        }
        if (current != null && current.isWin() && win.unit().matches(current.unit())) {
            return new WinAssessment(win, Outcome.SAME, null, own, conflict);
        }
        ConflictKind kind = kind(win, current, own);
        if (kind == null && conflict != null) {
            // The unit became free after the conflict was recorded. The decision still belongs to a person.
            kind = conflict.kind();
        }
        return new WinAssessment(win, kind == null ? Outcome.IMPORT : Outcome.CONFLICT, kind, own, conflict);
    }

    /** The reason of a conflict; null for none. */
    private static ConflictKind kind(StrandedWin win, DrawRow current, UnitRow own) {
        if (current != null) {
            return current.isWin() ? ConflictKind.WON_OTHERWISE : ConflictKind.LOST_HERE;
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
     * Proposes decisions that keep every win that was shown: its own unit, else another free unit of the prize. Without
     * a free unit there is no proposal.
     *
     * @param open conflicts that wait for a decision
     * @param proposed number of units that are proposed already, by prize; updated
     */
    public static Map<Conflict, Decision> proposals(
            KeyedReader target, List<Conflict> open, Map<Integer, Long> proposed) throws DatabaseUnavailableException {
        Map<Conflict, Decision> proposals = new LinkedHashMap<>();
        Map<Integer, Long> free = new HashMap<>();
        Map<Integer, List<Conflict>> byCampaign = open.stream().collect(Collectors.groupingBy(Conflict::campaignId));
        for (Map.Entry<Integer, List<Conflict>> campaign : byCampaign.entrySet()) {
            List<WinAssessment> assessments = assess(
                    target,
                    campaign.getKey(),
                    campaign.getValue().stream().map(Conflict::win).toList());
            for (WinAssessment assessment : assessments) {
                UnitRow own = assessment.own();
                int prizeId = assessment.win().unit().prizeId();
                if (!free.containsKey(prizeId)) {
                    free.put(prizeId, target.freeUnits(prizeId));
                }
                // Its own unit counts as one of the free units: one unit must not be proposed for two conflicts.
                long used = proposed.merge(prizeId, 1L, Long::sum);
                if (used <= free.get(prizeId)) {
                    proposals.put(assessment.conflict(), own != null && own.isFree() ? Decision.OWN : Decision.ANOTHER);
                } else {
                    proposed.merge(prizeId, -1L, Long::sum);
                }
            }
        }
        return proposals;
    }
}
