package org.turntable.tool.reimport.rule;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawLocation;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.rule.ClaimAssessment.Outcome;

/**
 * Compares and imports the claims of stranded wins: addresses, redemptions, red packets. A claim is imported in the
 * transaction that imports its win. Otherwise the prize could be redeemed, shipped or paid a second time in between.
 */
public final class ClaimComparison {
    private final ReimportSource source;
    private final ClaimRule rule;

    /** @param source the stranded database; null where it no longer exists */
    public ClaimComparison(ReimportSource source, ClaimSealer sealer, InstantSource clock) {
        this.source = source;
        this.rule = new ClaimRule(sealer, clock);
    }

    public ClaimRule rule() {
        return rule;
    }

    /**
     * Reads the claims of these wins from the stranded database, by draw. They do not change, so they are read once,
     * outside of transactions.
     */
    public Map<PlayerDrawKey, List<ClaimRow>> read(MatchedCampaign pair, Collection<StrandedWin> wins)
            throws DatabaseUnavailableException {
        if (wins.isEmpty()) {
            return Map.of();
        }
        Map<PlayerDrawKey, List<ClaimRow>> found = new HashMap<>();
        for (ClaimRow row : source.claims(
                pair.strandedId(),
                wins.stream().map(StrandedWin::key).distinct().toList())) {
            found.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row);
        }
        return found;
    }

    /** The claim of that win. In a damaged database the draw may also have a claim of another prize. */
    public static List<ClaimRow> claimsOf(
            MatchedCampaign pair, StrandedWin win, Map<PlayerDrawKey, List<ClaimRow>> stranded) {
        return stranded.getOrDefault(win.key(), List.of()).stream()
                .filter(row -> pair.targetPrize(row.prizeId()) == win.unit().prizeId())
                .toList();
    }

    /** Assesses the claims of wins that were assessed. */
    public List<ClaimAssessment> assess(
            KeyedReader target,
            MatchedCampaign pair,
            List<WinAssessment> assessments,
            Map<PlayerDrawKey, List<ClaimRow>> stranded)
            throws DatabaseUnavailableException {
        List<WinAssessment> claimed = assessments.stream()
                .filter(assessment ->
                        !claimsOf(pair, assessment.win(), stranded).isEmpty())
                .toList();
        if (claimed.isEmpty()) {
            return List.of();
        }
        List<PlayerDrawKey> keys = claimed.stream()
                .map(WinAssessment::currentDraw)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Map<PlayerDrawKey, DrawRow> draws = target.draws(pair.id(), keys);
        Map<PlayerDrawKey, List<ClaimRow>> rows =
                target.claims(pair.id(), keys).stream().collect(Collectors.groupingBy(ClaimRow::key));
        List<Conflict> recorded = target.conflicts(
                pair.id(),
                claimed.stream()
                        .map(assessment -> assessment.win().key())
                        .distinct()
                        .toList());
        List<ClaimAssessment> claims = new ArrayList<>();
        for (WinAssessment win : claimed) {
            for (ClaimRow row : claimsOf(pair, win.win(), stranded)) {
                claims.add(assess(pair, win, row, draws, rows, recorded));
            }
        }
        return claims;
    }

    /** Assesses the claim of a recorded conflict again; empty where the draw in the target no longer exists. */
    public Optional<ClaimAssessment> assess(
            KeyedReader target, MatchedCampaign pair, Conflict conflict, Map<PlayerDrawKey, List<ClaimRow>> stranded)
            throws DatabaseUnavailableException {
        PlayerDrawKey key = new PlayerDrawKey(conflict.win().key().player(), conflict.currentNumber());
        DrawRow draw = target.draws(pair.id(), List.of(key)).get(key);
        if (draw == null
                || !draw.isWin()
                || draw.prizeId() != conflict.win().unit().prizeId()) {
            return Optional.empty();
        }
        ClaimRule.DrawMapping mapping = new ClaimRule.DrawMapping(
                new DrawLocation(pair.strandedId(), conflict.win().key()),
                new DrawLocation(pair.id(), key),
                draw.unit());
        List<ClaimRow> rows = target.claims(pair.id(), List.of(key));
        return claimsOf(pair, conflict.win(), stranded).stream()
                .findFirst()
                .map(row -> new ClaimAssessment(
                        conflict.win(),
                        row,
                        rows.stream()
                                .filter(one -> one.getClass() == row.getClass())
                                .findFirst()
                                .orElse(null),
                        mapping,
                        Outcome.CONFLICT,
                        null,
                        conflict.kind(),
                        conflict));
    }

    private ClaimAssessment assess(
            MatchedCampaign pair,
            WinAssessment assessment,
            ClaimRow stranded,
            Map<PlayerDrawKey, DrawRow> draws,
            Map<PlayerDrawKey, List<ClaimRow>> rows,
            List<Conflict> recorded) {
        StrandedWin win = assessment.win();
        if (assessment.isDropped()) {
            return ClaimAssessment.without(win, stranded, Outcome.DROPPED);
        }
        Optional<ClaimRule.DrawMapping> mapping = assessment
                .currentDraw()
                .flatMap(key -> unit(assessment, draws.get(key))
                        .map(unit -> new ClaimRule.DrawMapping(
                                new DrawLocation(pair.strandedId(), win.key()),
                                new DrawLocation(pair.id(), key),
                                unit)));
        if (mapping.isEmpty()) {
            return ClaimAssessment.without(win, stranded, Outcome.PENDING);
        }
        ClaimRow current = rows.getOrDefault(mapping.get().to().key(), List.of()).stream()
                .filter(row -> row.getClass() == stranded.getClass())
                .findFirst()
                .orElse(null);
        Conflict conflict = recorded.stream()
                .filter(one -> !one.kind().isOfWin()
                        && one.win().key().equals(win.key())
                        && one.win().unit().prizeId() == win.unit().prizeId())
                .findFirst()
                .orElse(null);
        if (conflict != null && conflict.resolution() != null) {
            return new ClaimAssessment(win, stranded, current, mapping.get(), Outcome.RESOLVED, null, null, conflict);
        }
        ClaimRule.Result result = rule.apply(stranded, current, mapping.get());
        // A recorded conflict stays a conflict until a person decides; its red packet is held as soon as possible.
        return conflict == null
                ? new ClaimAssessment(
                        win, stranded, current, mapping.get(), result.outcome(), result.row(), result.kind(), null)
                : new ClaimAssessment(
                        win,
                        stranded,
                        current,
                        mapping.get(),
                        Outcome.CONFLICT,
                        result.kind() == null ? null : result.row(),
                        conflict.kind(),
                        conflict);
    }

    /** The unit that the draw has in the target; for a win that is not imported yet, its own unit. */
    private static Optional<UnitRef> unit(WinAssessment assessment, DrawRow draw) {
        if (draw != null
                && draw.isWin()
                && draw.prizeId() == assessment.win().unit().prizeId()) {
            return Optional.of(draw.unit());
        }
        return assessment.outcome() == WinAssessment.Outcome.IMPORT
                ? Optional.of(assessment.own().unit())
                : Optional.empty();
    }
}
