package org.turntable.tool.reimport.resolve;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.Checkpoint;
import org.turntable.tool.reimport.Checkpoint.Phase;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.rule.ClaimAssessment;
import org.turntable.tool.reimport.rule.ClaimComparison;
import org.turntable.tool.reimport.rule.ClaimImport;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.Decision;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;
import org.turntable.tool.reimport.rule.ReimportTarget.Tables;
import org.turntable.tool.reimport.rule.WinAssessment;

/** Carries out decisions, each in its own transaction. A win is imported together with its claim. */
public final class ConflictResolver {
    private static final int PAGE = 100;

    private final ReimportTarget target;
    private final List<MatchedCampaign> pairs;
    private final ClaimComparison claims;
    private final Run run;
    private final Writer writer;
    private final Consumer<Checkpoint> onResolved;

    /** Runs work in one transaction that also saves the position of the run. */
    public interface Writer {
        void write(Checkpoint position, ReimportTarget.Work<Integer> work) throws DatabaseUnavailableException;
    }

    /**
     * @param pairs campaigns of the stranded database; empty where it is not available
     * @param onResolved receives the new position of the run after each decision
     */
    public ConflictResolver(
            ReimportTarget target,
            List<MatchedCampaign> pairs,
            ClaimComparison claims,
            Run run,
            Writer writer,
            Consumer<Checkpoint> onResolved) {
        this.target = target;
        this.pairs = pairs;
        this.claims = claims;
        this.run = run;
        this.writer = writer;
        this.onResolved = onResolved;
    }

    /**
     * Carries out all decisions. Wins that get their own unit come first, because the others get any free unit. Claims
     * come last.
     */
    public void carryOut() throws DatabaseUnavailableException {
        carryOut(conflict -> conflict.decision().choice() == Decision.OWN);
        carryOut(conflict -> conflict.kind().isOfWin() && conflict.decision().choice() != Decision.OWN);
        carryOut(conflict -> !conflict.kind().isOfWin());
    }

    private void carryOut(Predicate<Conflict> which) throws DatabaseUnavailableException {
        Checkpoint step = Checkpoint.of(Phase.DECISIONS, 0, 0);
        long after = 0;
        for (List<Conflict> page = target.conflictsAfter(after, PAGE);
                !page.isEmpty();
                page = target.conflictsAfter(after, PAGE)) {
            after = page.get(page.size() - 1).id();
            for (Conflict conflict : page) {
                if (conflict.decision() != null && conflict.resolution() == null && which.test(conflict)) {
                    carryOut(
                            step,
                            conflict,
                            pairs.stream()
                                    .filter(pair -> pair.id() == conflict.campaignId())
                                    .findFirst());
                    onResolved.accept(step);
                }
            }
        }
    }

    /** @param pair empty where the stranded database is not available */
    private void carryOut(Checkpoint step, Conflict conflict, Optional<MatchedCampaign> pair)
            throws DatabaseUnavailableException {
        Map<PlayerDrawKey, List<ClaimRow>> claimed =
                pair.isEmpty() ? Map.of() : claims.read(pair.get(), List.of(conflict.win()));
        boolean ofWin = conflict.kind().isOfWin();
        writer.write(step.after(conflict.id()), tables -> {
            int resolved = (ofWin
                            ? resolveWin(tables, conflict, pair, claimed)
                            : resolveClaim(tables, conflict, pair, claimed))
                    ? 1
                    : 0;
            tables.addCount(run.id(), conflict.campaignId(), ofWin ? "decisions" : "claim_decisions", resolved);
            return resolved;
        });
    }

    private boolean resolveWin(
            Tables tables,
            Conflict conflict,
            Optional<MatchedCampaign> pair,
            Map<PlayerDrawKey, List<ClaimRow>> claimed)
            throws DatabaseUnavailableException {
        if (pair.isEmpty()
                && conflict.decision().choice() != Decision.DROP
                && !Boolean.FALSE.equals(conflict.claimed())) {
            tables.recordFailure(
                    conflict.id(),
                    "the stranded database has an address, a redemption or a red packet for it, which has to come "
                            + "with it: reimport apply");
            return false;
        }
        boolean resolved = new WinResolution(tables, run.id(), conflict).carryOut();
        if (resolved && pair.isPresent()) {
            List<WinAssessment> assessments =
                    WinAssessment.assess(tables, conflict.campaignId(), List.of(conflict.win()));
            ClaimImport.write(tables, run, pair.get(), claims.assess(tables, pair.get(), assessments, claimed));
        }
        return resolved;
    }

    private boolean resolveClaim(
            Tables tables,
            Conflict conflict,
            Optional<MatchedCampaign> pair,
            Map<PlayerDrawKey, List<ClaimRow>> claimed)
            throws DatabaseUnavailableException {
        Optional<ClaimAssessment> claim =
                pair.isEmpty() ? Optional.empty() : claims.assess(tables, pair.get(), conflict, claimed);
        return new ClaimResolution(tables, run, conflict, claims.rule()).carryOut(claim);
    }
}
