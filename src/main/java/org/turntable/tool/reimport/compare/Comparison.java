package org.turntable.tool.reimport.compare;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.ProgressListener;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.row.UnitRow;
import org.turntable.tool.reimport.rule.ClaimComparison;
import org.turntable.tool.reimport.rule.ClaimSealer;
import org.turntable.tool.reimport.rule.DifferenceKind;
import org.turntable.tool.reimport.rule.KeyedReader;
import org.turntable.tool.reimport.rule.ReimportSource;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.WinAssessment;

/**
 * Compares both databases, draw by draw and unit by unit, without changes. Nodes write to the target at the same time,
 * so the newest draws may be missed.
 */
public final class Comparison {
    private static final int PAGE = 2_000;
    private static final int WINS = 500;

    private final ReimportSource source;
    private final ReimportSource target;
    private final KeyedReader lookups;
    private final ClaimComparison claims;
    private final ProgressListener progress;

    /**
     * @param source the stranded database
     * @param target the database to compare with
     * @param sealer checks which keys the nodes have; nothing is decrypted
     * @param clock gives the time for claims that would be held or erased
     * @param progress receives the progress
     */
    public Comparison(
            ReimportSource source,
            ReimportTarget target,
            ClaimSealer sealer,
            InstantSource clock,
            ProgressListener progress) {
        this.source = source;
        this.target = target;
        this.lookups = target;
        this.claims = new ClaimComparison(source, sealer.withoutDecryption(), clock);
        this.progress = progress;
    }

    /** Compares one campaign. */
    public Differences of(MatchedCampaign pair) throws DatabaseUnavailableException {
        Differences found = new Differences(pair.slug());
        ReimportSource.Size size = source.size(pair.strandedId());
        units(pair, size, found);
        draws(pair, size, found);
        players(pair, size, found);
        amounts(pair, found);
        for (PlayerDrawKey adrift : source.orphanedClaims(pair.strandedId())) {
            found.add(DifferenceKind.CLAIM_ADRIFT, adrift);
        }
        return found;
    }

    private void amounts(MatchedCampaign pair, Differences found) throws DatabaseUnavailableException {
        Map<Integer, Integer> known = target.amounts(pair.id());
        MatchedCampaign.amounts(pair, source.amounts(pair.strandedId())).forEach((prize, fen) -> {
            if (!known.containsKey(prize)) {
                found.add(DifferenceKind.AMOUNT_MISSING, "prize " + prize);
            } else if (!known.get(prize).equals(fen)) {
                found.add(DifferenceKind.AMOUNT_OTHERWISE, "prize " + prize);
            }
        });
    }

    /**
     * Compares revocations, and audit entries of addresses.
     *
     * @param pairs the campaigns to compare
     */
    public Differences ofSharedTables(List<MatchedCampaign> pairs) throws DatabaseUnavailableException {
        Differences found = new Differences("");
        revocations(found);
        Set<ActionRow> known = target.actions(0, Integer.MAX_VALUE).stream()
                .map(Comparison::withoutId)
                .collect(Collectors.toSet());
        long last = 0;
        for (List<ActionRow> page = source.actions(last, PAGE); !page.isEmpty(); page = source.actions(last, PAGE)) {
            last = page.get(page.size() - 1).id();
            MatchedCampaign.actions(pairs, page).stream()
                    .map(Comparison::withoutId)
                    .filter(action -> !known.contains(action))
                    .forEach(
                            action -> found.add(DifferenceKind.ACTION_MISSING, action.action() + " of " + action.at()));
        }
        return found;
    }

    private static ActionRow withoutId(ActionRow action) {
        return new ActionRow(
                0, action.campaignId(), action.action(), action.rows(), action.by(), action.reason(), action.at());
    }

    private void revocations(Differences found) throws DatabaseUnavailableException {
        long after = 0;
        for (List<RevocationRow> page = source.revocations(after, PAGE);
                !page.isEmpty();
                page = source.revocations(after, PAGE)) {
            after = page.get(page.size() - 1).id();
            List<RevocationRow> known = target.revocations(0, Integer.MAX_VALUE);
            page.stream()
                    .filter(revocation -> known.stream().noneMatch(other -> isSame(revocation, other)))
                    .forEach(revocation -> found.add(DifferenceKind.REVOCATION_MISSING, revocation.player()));
        }
    }

    private static boolean isSame(RevocationRow one, RevocationRow other) {
        return one.player().equals(other.player())
                && one.revokedBefore().equals(other.revokedBefore())
                && one.at().equals(other.at());
    }

    private void units(MatchedCampaign pair, ReimportSource.Size size, Differences found)
            throws DatabaseUnavailableException {
        long done = 0;
        for (int prize : pair.strandedPrizes()) {
            int after = 0;
            for (List<UnitRow> page = source.awardedUnits(pair.strandedId(), prize, after, WINS);
                    !page.isEmpty();
                    page = source.awardedUnits(pair.strandedId(), prize, after, WINS)) {
                after = page.get(page.size() - 1).unit().ordinal();
                assessWins(
                        pair,
                        page.stream().map(row -> StrandedWin.of(row, pair)).toList(),
                        found);
                done += page.size();
                progress.at(pair.slug() + ": wins", done, size.wins());
            }
        }
    }

    private void assessWins(MatchedCampaign pair, List<StrandedWin> wins, Differences found)
            throws DatabaseUnavailableException {
        List<WinAssessment> assessments = WinAssessment.assess(lookups, pair.id(), wins);
        for (WinAssessment assessment : assessments) {
            found.add(
                    switch (assessment.outcome()) {
                        case SAME -> DifferenceKind.WIN_SAME;
                        case IMPORT -> DifferenceKind.WIN_MISSING;
                        case RESOLVED -> DifferenceKind.WIN_SETTLED;
                        case CONFLICT -> DifferenceKind.of(assessment.kind());
                    },
                    assessment.win().key());
        }
        claims.assess(lookups, pair, assessments, claims.read(pair, wins))
                .forEach(claim -> found.add(claim.difference(), claim.stranded().key()));
    }

    private void draws(MatchedCampaign pair, ReimportSource.Size size, Differences found)
            throws DatabaseUnavailableException {
        long[] done = {0};
        List<StrandedWin> unheld = new ArrayList<>();
        MergeJoin.walk(
                last -> source.draws(pair.strandedId(), last == null ? PlayerDrawKey.FIRST : last.key(), PAGE),
                last -> target.draws(pair.id(), last == null ? PlayerDrawKey.FIRST : last.key(), PAGE),
                Comparator.comparing(DrawRow::key),
                (stranded, current) -> {
                    if (stranded == null) {
                        found.add(DifferenceKind.DRAW_NEW, current.key());
                        return;
                    }
                    if (++done[0] % PAGE == 0 || done[0] == size.draws()) {
                        progress.at(pair.slug() + ": draws", done[0], size.draws());
                    }
                    if (stranded.isWin()) {
                        // Reported with its unit already, unless the unit does not name this draw.
                        if (!stranded.unitHeld()) {
                            unheld.add(StrandedWin.unheld(stranded, pair));
                        }
                        if (unheld.size() == WINS) {
                            assessWins(pair, unheld, found);
                            unheld.clear();
                        }
                    } else {
                        found.add(
                                current == null
                                        ? DifferenceKind.LOSS_MISSING
                                        : current.isWin() ? DifferenceKind.WON_HERE : DifferenceKind.DRAW_SAME,
                                stranded.key());
                    }
                });
        assessWins(pair, unheld, found);
    }

    private void players(MatchedCampaign pair, ReimportSource.Size size, Differences found)
            throws DatabaseUnavailableException {
        long[] done = {0};
        MergeJoin.walk(
                last -> source.players(pair.strandedId(), last == null ? null : last.player(), PAGE),
                last -> target.players(pair.id(), last == null ? null : last.player(), PAGE),
                Comparator.comparing(PlayerRow::player),
                (stranded, current) -> {
                    if (stranded == null) {
                        found.add(DifferenceKind.PLAYER_NEW, current.player());
                        return;
                    }
                    if (++done[0] % PAGE == 0 || done[0] == size.players()) {
                        progress.at(pair.slug() + ": players", done[0], size.players());
                    }
                    found.add(
                            current == null
                                    ? DifferenceKind.PLAYER_MISSING
                                    : stranded.firstSeenAt().isBefore(current.firstSeenAt())
                                            ? DifferenceKind.PLAYER_EARLIER
                                            : DifferenceKind.PLAYER_SAME,
                            stranded.player());
                });
    }
}
