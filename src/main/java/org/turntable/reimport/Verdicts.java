package org.turntable.reimport;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.turntable.reimport.Position.Phase;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Successor.Run;
import org.turntable.reimport.Successor.Tables;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;

/** Carries out what persons decided, each decision in a transaction of its own, together with what hangs on the win. */
final class Verdicts {
    private static final int AT_ONCE = 100;

    private final Successor here;
    private final List<CampaignPair> pairs;
    private final Claims claims;
    private final Run run;
    private final Writer writer;
    private final Consumer<Position> carriedOut;

    /** Does work in one transaction that also writes where the run has come to. */
    interface Writer {
        void write(Position position, Successor.Work<Integer> work) throws Unavailable;
    }

    /**
     * @param pairs      campaigns of which the stranded database can be asked
     * @param carriedOut is told where the run stands now: what came after it before is out of date
     */
    Verdicts(Successor here, List<CampaignPair> pairs, Claims claims, Run run, Writer writer, Consumer<Position> carriedOut) {
        this.here = here;
        this.pairs = pairs;
        this.claims = claims;
        this.run = run;
        this.writer = writer;
        this.carriedOut = carriedOut;
    }

    /** Who is to have his own unit comes first: what others get is any free one, and might be that. What hangs on wins comes last. */
    void carryOut() throws Unavailable {
        carryOut(conflict -> conflict.verdict().decision() == Decision.OWN);
        carryOut(conflict -> conflict.kind().isOfWin() && conflict.verdict().decision() != Decision.OWN);
        carryOut(conflict -> !conflict.kind().isOfWin());
    }

    private void carryOut(Predicate<Conflict> which) throws Unavailable {
        Position step = Position.of(Phase.DECISIONS, 0, 0);
        long after = 0;
        for (List<Conflict> page = here.conflictsAfter(after, AT_ONCE); !page.isEmpty(); page = here.conflictsAfter(after, AT_ONCE)) {
            after = page.get(page.size() - 1).id();
            for (Conflict conflict : page) {
                if (conflict.verdict() != null && conflict.settled() == null && which.test(conflict)) {
                    carryOut(step, conflict, pairs.stream().filter(pair -> pair.id() == conflict.campaignId()).findFirst());
                    carriedOut.accept(step);
                }
            }
        }
    }

    /** @param pair empty where the stranded database is not there to be asked */
    private void carryOut(Position step, Conflict conflict, Optional<CampaignPair> pair) throws Unavailable {
        Map<DrawKey, List<ClaimRow>> claimed = pair.isEmpty() ? Map.of() : claims.of(pair.get(), List.of(conflict.win()));
        boolean ofWin = conflict.kind().isOfWin();
        writer.write(step.after(conflict.id()), tables -> {
            int settled = (ofWin ? settleWin(tables, conflict, pair, claimed) : settleClaim(tables, conflict, pair, claimed)) ? 1 : 0;
            tables.count(run.id(), conflict.campaignId(), ofWin ? "decisions" : "claim_decisions", settled);
            return settled;
        });
    }

    private boolean settleWin(Tables tables, Conflict conflict, Optional<CampaignPair> pair, Map<DrawKey, List<ClaimRow>> claimed)
            throws Unavailable {
        if (pair.isEmpty() && conflict.verdict().decision() != Decision.DROP && !Boolean.FALSE.equals(conflict.claimed())) {
            tables.trouble(conflict.id(),
                    "an address, a redemption or a red packet hangs on it in the stranded database and has to come with it: reimport apply");
            return false;
        }
        boolean settled = new Settling(tables, run.id(), conflict).carryOut();
        if (settled && pair.isPresent()) {
            List<Judgement> judged = Judgement.of(tables, conflict.campaignId(), List.of(conflict.win()));
            Claims.bring(tables, run, pair.get(), claims.judge(tables, pair.get(), judged, claimed));
        }
        return settled;
    }

    private boolean settleClaim(Tables tables, Conflict conflict, Optional<CampaignPair> pair, Map<DrawKey, List<ClaimRow>> claimed)
            throws Unavailable {
        Optional<ClaimJudgement> claim = pair.isEmpty() ? Optional.empty() : claims.judge(tables, pair.get(), conflict, claimed);
        return new ClaimSettling(tables, run, conflict, claims.rule()).carryOut(claim);
    }
}
