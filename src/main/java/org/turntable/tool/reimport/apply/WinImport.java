package org.turntable.tool.reimport.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.Checkpoint;
import org.turntable.tool.reimport.Checkpoint.Phase;
import org.turntable.tool.reimport.ProgressListener;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;
import org.turntable.tool.reimport.rule.ClaimComparison;
import org.turntable.tool.reimport.rule.ClaimImport;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ReimportSource;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;
import org.turntable.tool.reimport.rule.ReimportTarget.Tables;
import org.turntable.tool.reimport.rule.WinAssessment;
import org.turntable.tool.reimport.rule.WinAssessment.Outcome;

/** Imports wins with their claims, and the amounts of red packets. */
final class WinImport {
    private final ReimportSource source;
    private final ReimportTarget target;
    private final ClaimComparison claims;
    private final ProgressListener progress;
    private final int pageSize;
    private final RunPosition position;

    WinImport(
            ReimportSource source,
            ReimportTarget target,
            ClaimComparison claims,
            ProgressListener progress,
            int pageSize,
            RunPosition position) {
        this.source = source;
        this.target = target;
        this.claims = claims;
        this.progress = progress;
        this.pageSize = pageSize;
        this.position = position;
    }

    void importWins(MatchedCampaign pair, int prize) throws DatabaseUnavailableException {
        Checkpoint step = Checkpoint.of(Phase.WINS, pair.id(), prize);
        if (position.isDone(step)) {
            return;
        }
        long total = source.size(pair.strandedId()).wins();
        long done = 0;
        String lastKey = position.lastKey(step);
        int after = lastKey.isEmpty() ? 0 : Integer.parseInt(lastKey);
        for (List<UnitRow> page = source.awardedUnits(pair.strandedId(), prize, after, pageSize);
                !page.isEmpty();
                page = source.awardedUnits(pair.strandedId(), prize, after, pageSize)) {
            after = page.get(page.size() - 1).unit().ordinal();
            List<StrandedWin> wins =
                    page.stream().map(row -> StrandedWin.of(row, pair)).toList();
            Map<PlayerDrawKey, List<ClaimRow>> claimed = claims.read(pair, wins);
            position.write(step.after(after), tables -> importWins(tables, pair, wins, claimed));
            done += page.size();
            progress.at(pair.slug() + ": wins", done, total);
        }
    }

    /** Imports the amounts of red packets, before winners can claim them in the target. */
    void importAmounts(MatchedCampaign pair) throws DatabaseUnavailableException {
        Map<Integer, Integer> amounts = MatchedCampaign.amounts(pair, source.amounts(pair.strandedId()));
        target.inTransaction(tables -> {
            tables.addCount(position.run().id(), pair.id(), "amounts", tables.addAmounts(amounts));
            return null;
        });
    }

    /**
     * Imports wins with their claims and records conflicts, within a transaction; returns the number of rows written.
     * Units are locked before draws, in the order of the ledger, to avoid deadlocks.
     */
    int importWins(
            Tables tables, MatchedCampaign pair, List<StrandedWin> wins, Map<PlayerDrawKey, List<ClaimRow>> claimed)
            throws DatabaseUnavailableException {
        List<UnitRow> units = new ArrayList<>();
        List<DrawRow> draws = new ArrayList<>();
        List<RecordedAward> awards = new ArrayList<>();
        List<Conflict.NewConflict> conflicts = new ArrayList<>();
        List<WinAssessment> assessments = WinAssessment.assess(tables, pair.id(), wins);
        for (WinAssessment assessment : assessments) {
            StrandedWin win = assessment.win();
            if (assessment.outcome() == Outcome.CONFLICT && assessment.conflict() == null) {
                conflicts.add(new Conflict.NewConflict(
                        win,
                        assessment.kind(),
                        0,
                        null,
                        !ClaimComparison.claimsOf(pair, win, claimed).isEmpty()));
            } else if (assessment.outcome() == Outcome.IMPORT && assessment.conflict() == null) {
                UnitRef unit = assessment.own().unit();
                units.add(new UnitRow(unit, win.key(), win.awardedAt(), null));
                draws.add(new DrawRow(win.key(), win.drawnAt(), unit.prizeId(), unit, true));
                awards.add(new RecordedAward(0, position.run().id(), pair.id(), win.key(), unit, 0, 0));
            }
        }
        tables.awardUnits(units);
        tables.addDraws(pair.id(), draws);
        tables.recordAwards(position.run().id(), awards);
        tables.addConflicts(position.run().id(), pair.id(), conflicts);
        tables.addCount(position.run().id(), pair.id(), "wins", units.size());
        tables.addCount(position.run().id(), pair.id(), "conflicts", conflicts.size());
        return units.size()
                + ClaimImport.write(tables, position.run(), pair, claims.assess(tables, pair, assessments, claimed));
    }
}
