package org.turntable.reimport;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.player.PlayerId;
import org.turntable.reimport.Judgement.Outcome;
import org.turntable.reimport.Position.Phase;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Successor.Given;
import org.turntable.reimport.Successor.Run;
import org.turntable.reimport.Successor.Tables;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.Revocation;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;
import org.turntable.reimport.row.Visit;

/**
 * Brings over what is missing: small transactions with pauses, each of which writes where it came to, so that it may be killed at any moment
 * and goes on there. Everything is asked again within its transaction, so running it twice changes nothing the second time.
 */
public final class Reimport {
    /** Where a new run begins. */
    public static final String BEGINNING = Position.START.toString();
    private static final int AT_ONCE = 200;
    /** What a run changed that draws do not ask for: Redis need not count anew for it. */
    private static final Set<String> NOT_DRAWN_BY = Set.of("conflicts", "addresses", "erased", "redemptions", "verifiers", "red_packets", "held",
            "amounts", "actions", "claim_decisions");

    private final Rows stranded;
    private final Successor here;
    private final Claims claims;
    private final Recount recount;
    private final Progress progress;
    private final Pace pace;
    private final int rows;
    private Position start;
    private Run run;

    /**
     * @param stranded the stranded database; null where it is gone and decisions alone are carried out
     * @param here     the one that went on
     * @param seals    makes what winners told fit its draw here
     * @param clock    for what is held or erased from now on
     * @param recount  makes Redis agree at the end
     * @param progress is told how far it has come
     * @param pause    after each transaction, at least
     * @param rows     in one transaction, 1 to 2,000
     */
    public Reimport(Rows stranded, Successor here, Seals seals, InstantSource clock, Recount recount, Progress progress, Duration pause, int rows) {
        this.stranded = stranded;
        this.here = here;
        this.claims = new Claims(stranded, seals, clock);
        this.recount = recount;
        this.progress = progress;
        this.pace = new Pace(pause);
        this.rows = rows;
    }

    /** Goes through all of it, from where the run has come to. */
    public void go(Run begun, List<CampaignPair> pairs) throws Unavailable {
        run = begun;
        start = Position.parse(begun.position());
        for (CampaignPair pair : pairs) {
            amounts(pair);
            for (int prize : pair.strandedPrizes()) {
                wins(pair, prize);
            }
        }
        for (CampaignPair pair : pairs) {
            draws(pair);
        }
        for (CampaignPair pair : pairs) {
            players(pair);
        }
        revocations();
        actions(pairs);
        settle(begun, pairs);
    }

    /** Only carries out decisions, and lets Redis count anew. */
    public void settle(Run begun, List<CampaignPair> pairs) throws Unavailable {
        run = begun;
        start = Position.parse(begun.position());
        new Verdicts(here, stranded == null ? List.of() : pairs, claims, run, this::write, step -> start = step).carryOut();
        // Read anew: what earlier pieces of this run changed counts as well.
        Set<Integer> changed = here.runs().stream().filter(one -> one.id() == run.id()).flatMap(one -> one.counts().entrySet().stream())
                .filter(entry -> entry.getValue().entrySet().stream()
                        .anyMatch(count -> !NOT_DRAWN_BY.contains(count.getKey()) && count.getValue() > 0))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
        for (CampaignPair pair : pairs) {
            if (changed.contains(pair.id()) && !isDone(Position.of(Phase.REDIS, pair.id(), 0).after("done"))) {
                recount.of(pair);
                here.inTransaction(tables -> {
                    tables.position(run.id(), Position.of(Phase.REDIS, pair.id(), 0).after("done").toString());
                    return null;
                });
            }
        }
        here.inTransaction(tables -> {
            tables.end(run.id());
            return null;
        });
    }

    private void wins(CampaignPair pair, int prize) throws Unavailable {
        Position step = Position.of(Phase.WINS, pair.id(), prize);
        if (isDone(step)) {
            return;
        }
        long total = stranded.size(pair.strandedId()).wins();
        long done = 0;
        String begin = beginning(step);
        int after = begin.isEmpty() ? 0 : Integer.parseInt(begin);
        for (List<UnitRow> page = stranded.givenUnits(pair.strandedId(), prize, after, rows); !page.isEmpty();
                page = stranded.givenUnits(pair.strandedId(), prize, after, rows)) {
            after = page.get(page.size() - 1).unit().ordinal();
            List<Win> wins = page.stream().map(row -> Win.of(row, pair)).toList();
            Map<DrawKey, List<ClaimRow>> claimed = claims.of(pair, wins);
            write(step.after(after), tables -> bring(tables, pair, wins, claimed));
            done += page.size();
            progress.at(pair.slug() + ": wins", done, total);
        }
    }

    /** What prizes pay, before their winners can ask for it here. */
    private void amounts(CampaignPair pair) throws Unavailable {
        Map<Integer, Integer> amounts = CampaignPair.amounts(pair, stranded.amounts(pair.strandedId()));
        here.inTransaction(tables -> {
            tables.count(run.id(), pair.id(), "amounts", tables.addAmounts(amounts));
            return null;
        });
    }

    /** Wins first take their units and then their draws, as the ledger does: in another order each would wait for the other. */
    private int bring(Tables tables, CampaignPair pair, List<Win> wins, Map<DrawKey, List<ClaimRow>> claimed) throws Unavailable {
        List<UnitRow> units = new ArrayList<>();
        List<DrawRow> draws = new ArrayList<>();
        List<Given> given = new ArrayList<>();
        List<Conflict.Found> conflicts = new ArrayList<>();
        List<Judgement> judged = Judgement.of(tables, pair.id(), wins);
        for (Judgement judgement : judged) {
            Win win = judgement.win();
            if (judgement.outcome() == Outcome.CONFLICT && judgement.conflict() == null) {
                conflicts.add(new Conflict.Found(win, judgement.kind(), 0, null, !Claims.of(pair, win, claimed).isEmpty()));
            } else if (judgement.outcome() == Outcome.BRING && judgement.conflict() == null) {
                UnitRef unit = judgement.own().unit();
                units.add(new UnitRow(unit, win.key(), win.awardedAt(), null));
                draws.add(new DrawRow(win.key(), win.drawnAt(), unit.prizeId(), unit, true));
                given.add(new Given(0, run.id(), pair.id(), win.key(), unit, 0, 0));
            }
        }
        tables.give(units);
        tables.addDraws(pair.id(), draws);
        tables.record(run.id(), given);
        tables.addConflicts(run.id(), pair.id(), conflicts);
        tables.count(run.id(), pair.id(), "wins", units.size());
        tables.count(run.id(), pair.id(), "conflicts", conflicts.size());
        return units.size() + Claims.bring(tables, run, pair, claims.judge(tables, pair, judged, claimed));
    }

    private void draws(CampaignPair pair) throws Unavailable {
        Position step = Position.of(Phase.DRAWS, pair.id(), 0);
        if (isDone(step)) {
            return;
        }
        long total = stranded.size(pair.strandedId()).draws();
        long done = 0;
        DrawKey after = drawKey(beginning(step));
        for (List<DrawRow> page = stranded.draws(pair.strandedId(), after, rows); !page.isEmpty();
                page = stranded.draws(pair.strandedId(), after, rows)) {
            after = page.get(page.size() - 1).key();
            List<DrawRow> losses = page.stream().filter(draw -> !draw.isWin()).toList();
            List<Win> unheld = page.stream().filter(draw -> !draw.unitHeld()).map(draw -> Win.unheld(draw, pair)).toList();
            Map<DrawKey, List<ClaimRow>> claimed = claims.of(pair, unheld);
            write(step.after(after), tables -> {
                Map<DrawKey, DrawRow> there = losses.isEmpty() ? Map.of() : tables.draws(pair.id(), losses.stream().map(DrawRow::key).toList());
                List<DrawRow> missing = losses.stream().filter(loss -> !there.containsKey(loss.key()))
                        .map(loss -> new DrawRow(loss.key(), loss.drawnAt(), pair.prizeHere(loss.prizeId()), null, true)).toList();
                bring(tables, pair, unheld, claimed);
                tables.addDraws(pair.id(), missing);
                tables.count(run.id(), pair.id(), "losses", missing.size());
                return missing.size();
            });
            done += page.size();
            progress.at(pair.slug() + ": draws", done, total);
        }
    }

    private void players(CampaignPair pair) throws Unavailable {
        Position step = Position.of(Phase.PLAYERS, pair.id(), 0);
        if (isDone(step)) {
            return;
        }
        long total = stranded.size(pair.strandedId()).players();
        long done = 0;
        String begin = beginning(step);
        PlayerId after = begin.isEmpty() ? null : PlayerId.parse(begin).orElseThrow();
        for (List<Visit> page = stranded.visits(pair.strandedId(), after, rows); !page.isEmpty();
                page = stranded.visits(pair.strandedId(), after, rows)) {
            after = page.get(page.size() - 1).player();
            List<Visit> visits = page;
            write(step.after(after), tables -> {
                int[] changed = tables.visits(pair.id(), visits);
                tables.count(run.id(), pair.id(), "players", changed[0]);
                tables.count(run.id(), pair.id(), "visits", changed[1]);
                return changed[0] + changed[1];
            });
            done += page.size();
            progress.at(pair.slug() + ": players", done, total);
        }
    }

    private void revocations() throws Unavailable {
        Position step = Position.of(Phase.REVOCATIONS, 0, 0);
        String begin = beginning(step);
        long after = begin.isEmpty() ? 0 : Long.parseLong(begin);
        if (isDone(step)) {
            return;
        }
        for (List<Revocation> page = stranded.revocations(after, AT_ONCE); !page.isEmpty(); page = stranded.revocations(after, AT_ONCE)) {
            after = page.get(page.size() - 1).id();
            List<Revocation> revocations = page;
            write(step.after(after), tables -> {
                int added = tables.revocations(revocations);
                tables.count(run.id(), 0, "revocations", added);
                return added;
            });
        }
    }

    private void actions(List<CampaignPair> pairs) throws Unavailable {
        Position step = Position.of(Phase.ACTIONS, 0, 0);
        String begin = beginning(step);
        long after = begin.isEmpty() ? 0 : Long.parseLong(begin);
        if (isDone(step)) {
            return;
        }
        for (List<ActionRow> page = stranded.actions(after, AT_ONCE); !page.isEmpty(); page = stranded.actions(after, AT_ONCE)) {
            after = page.get(page.size() - 1).id();
            List<ActionRow> actions = CampaignPair.actions(pairs, page);
            write(step.after(after), tables -> {
                int added = tables.actions(actions);
                tables.count(run.id(), 0, "actions", added);
                return added;
            });
        }
    }

    private void write(Position position, Successor.Work<Integer> work) throws Unavailable {
        long begun = System.nanoTime();
        int changed = here.inTransaction(tables -> {
            int rowsChanged = work.on(tables);
            tables.position(run.id(), position.toString());
            return rowsChanged;
        });
        // A page that changed nothing cost the players next to nothing.
        if (changed > 0) {
            pace.pause(begun);
        }
    }

    private boolean isDone(Position step) {
        return start.compareTo(step) > 0 || start.compareTo(step) == 0 && start.after().equals("done") && step.after().equals("done");
    }

    private String beginning(Position step) {
        return start.compareTo(step) == 0 ? start.after() : "";
    }

    private static DrawKey drawKey(String text) {
        if (text.isEmpty()) {
            return DrawKey.FIRST;
        }
        int slash = text.lastIndexOf('/');
        return new DrawKey(PlayerId.parse(text.substring(0, slash)).orElseThrow(), Integer.parseInt(text.substring(slash + 1)));
    }
}
