package org.turntable.tool.reimport.apply;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.Checkpoint;
import org.turntable.tool.reimport.Checkpoint.Phase;
import org.turntable.tool.reimport.ProgressListener;
import org.turntable.tool.reimport.resolve.ConflictResolver;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.rule.ClaimComparison;
import org.turntable.tool.reimport.rule.ClaimSealer;
import org.turntable.tool.reimport.rule.ReimportSource;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;

/**
 * Imports missing rows in small transactions with pauses. Each transaction saves its position, so the process can be
 * killed at any time and resumes there. Every row is checked again within its transaction, so a second run changes
 * nothing.
 */
public final class Reimport {
    /** The position where a new run begins. */
    public static final String BEGINNING = Checkpoint.START.toString();

    /** Kinds of rows that the state in Redis does not depend on. */
    private static final Set<String> NOT_IN_REDIS = Set.of(
            "conflicts",
            "addresses",
            "erased",
            "redemptions",
            "verifiers",
            "red_packets",
            "held",
            "amounts",
            "actions",
            "claim_decisions");

    private final ReimportSource source;
    private final ReimportTarget target;
    private final ClaimComparison claims;
    private final TakenRecount recount;
    private final ProgressListener progress;
    private final Throttle throttle;
    private final int pageSize;

    /**
     * @param source the stranded database; null where it is not available and only decisions are carried out
     * @param target the database to import into
     * @param sealer encrypts personal data of winners for their draws in the target
     * @param clock gives the time for claims that are held or erased
     * @param recount updates Redis at the end
     * @param progress receives the progress
     * @param pause the least pause after each transaction
     * @param pageSize rows in one transaction, 1 to 2,000
     */
    public Reimport(
            ReimportSource source,
            ReimportTarget target,
            ClaimSealer sealer,
            InstantSource clock,
            TakenRecount recount,
            ProgressListener progress,
            Duration pause,
            int pageSize) {
        this.source = source;
        this.target = target;
        this.claims = new ClaimComparison(source, sealer, clock);
        this.recount = recount;
        this.progress = progress;
        this.throttle = new Throttle(pause);
        this.pageSize = pageSize;
    }

    /** Runs all phases, from the position of the run. */
    public void run(Run run, List<MatchedCampaign> pairs) throws DatabaseUnavailableException {
        RunPosition position = new RunPosition(target, run, throttle);
        WinImport wins = new WinImport(source, target, claims, progress, pageSize, position);
        RowImport rows = new RowImport(source, claims, wins, progress, pageSize, position);
        for (MatchedCampaign pair : pairs) {
            wins.importAmounts(pair);
            for (int prize : pair.strandedPrizes()) {
                wins.importWins(pair, prize);
            }
        }
        for (MatchedCampaign pair : pairs) {
            rows.importDraws(pair);
        }
        for (MatchedCampaign pair : pairs) {
            rows.importPlayers(pair);
        }
        rows.importRevocations();
        rows.importActions(pairs);
        resolve(run, pairs);
    }

    /** Runs the last phases only: carries out decisions and updates Redis. */
    public void resolve(Run run, List<MatchedCampaign> pairs) throws DatabaseUnavailableException {
        RunPosition position = new RunPosition(target, run, throttle);
        new ConflictResolver(
                        target, source == null ? List.of() : pairs, claims, run, position::write, position::resumeAt)
                .carryOut();
        // Read again: earlier attempts of this run changed rows, too.
        Set<Integer> changed = target.runs().stream()
                .filter(one -> one.id() == run.id())
                .flatMap(one -> one.counts().entrySet().stream())
                .filter(entry -> entry.getValue().entrySet().stream()
                        .anyMatch(count -> !NOT_IN_REDIS.contains(count.getKey()) && count.getValue() > 0))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        for (MatchedCampaign pair : pairs) {
            Checkpoint recounted = Checkpoint.of(Phase.REDIS, pair.id(), 0).after("done");
            if (changed.contains(pair.id()) && !position.isDone(recounted)) {
                recount.recount(pair);
                target.inTransaction(tables -> {
                    tables.savePosition(run.id(), recounted.toString());
                    return null;
                });
            }
        }
        target.inTransaction(tables -> {
            tables.endRun(run.id());
            return null;
        });
    }
}
