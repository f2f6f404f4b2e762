package org.turntable.reimport;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.Revocation;
import org.turntable.reimport.row.UnitRow;
import org.turntable.reimport.row.Visit;

/**
 * Compares both databases, draw by draw and unit by unit, and changes nothing. The one here goes on meanwhile: a draw of this moment may be
 * missed.
 */
public final class Comparison {
    private static final int PAGE = 2_000;
    private static final int WINS = 500;

    private final Rows stranded;
    private final Rows here;
    private final Lookups lookups;
    private final Claims claims;
    private final Progress progress;

    /**
     * @param stranded the stranded database
     * @param here     the one that went on
     * @param seals    knows whose keys the nodes have; nothing is opened
     * @param clock    for what would be held or erased
     * @param progress is told how far it has come
     */
    public Comparison(Rows stranded, Successor here, Seals seals, InstantSource clock, Progress progress) {
        this.stranded = stranded;
        this.here = here;
        this.lookups = here;
        this.claims = new Claims(stranded, seals.closed(), clock);
        this.progress = progress;
    }

    /** Compares one campaign. */
    public Differences of(CampaignPair pair) throws Unavailable {
        Differences found = new Differences(pair.slug());
        Rows.Size size = stranded.size(pair.strandedId());
        units(pair, size, found);
        draws(pair, size, found);
        players(pair, size, found);
        amounts(pair, found);
        for (DrawKey adrift : stranded.claimsAdrift(pair.strandedId())) {
            found.add(Difference.CLAIM_ADRIFT, adrift);
        }
        return found;
    }

    private void amounts(CampaignPair pair, Differences found) throws Unavailable {
        Map<Integer, Integer> known = here.amounts(pair.id());
        CampaignPair.amounts(pair, stranded.amounts(pair.strandedId())).forEach((prize, fen) -> {
            if (!known.containsKey(prize)) {
                found.add(Difference.AMOUNT_MISSING, "prize " + prize);
            } else if (!known.get(prize).equals(fen)) {
                found.add(Difference.AMOUNT_OTHERWISE, "prize " + prize);
            }
        });
    }

    /**
     * Compares what belongs to no campaign, and who exported, shipped or erased addresses.
     *
     * @param pairs the campaigns that are looked at
     */
    public Differences ofTheRest(List<CampaignPair> pairs) throws Unavailable {
        Differences found = new Differences("");
        revocations(found);
        Set<ActionRow> known = here.actions(0, Integer.MAX_VALUE).stream().map(Comparison::withoutId).collect(Collectors.toSet());
        long last = 0;
        for (List<ActionRow> page = stranded.actions(last, PAGE); !page.isEmpty(); page = stranded.actions(last, PAGE)) {
            last = page.get(page.size() - 1).id();
            CampaignPair.actions(pairs, page).stream().map(Comparison::withoutId).filter(action -> !known.contains(action))
                    .forEach(action -> found.add(Difference.ACTION_MISSING, action.action() + " of " + action.at()));
        }
        return found;
    }

    private static ActionRow withoutId(ActionRow action) {
        return new ActionRow(0, action.campaignId(), action.action(), action.rows(), action.by(), action.reason(), action.at());
    }

    private void revocations(Differences found) throws Unavailable {
        long after = 0;
        for (List<Revocation> page = stranded.revocations(after, PAGE); !page.isEmpty(); page = stranded.revocations(after, PAGE)) {
            after = page.get(page.size() - 1).id();
            List<Revocation> known = here.revocations(0, Integer.MAX_VALUE);
            page.stream().filter(revocation -> known.stream().noneMatch(other -> isSame(revocation, other)))
                    .forEach(revocation -> found.add(Difference.REVOCATION_MISSING, revocation.player()));
        }
    }

    private static boolean isSame(Revocation one, Revocation other) {
        return one.player().equals(other.player()) && one.revokedBefore().equals(other.revokedBefore()) && one.at().equals(other.at());
    }

    private void units(CampaignPair pair, Rows.Size size, Differences found) throws Unavailable {
        long done = 0;
        for (int prize : pair.strandedPrizes()) {
            int after = 0;
            for (List<UnitRow> page = stranded.givenUnits(pair.strandedId(), prize, after, WINS); !page.isEmpty();
                    page = stranded.givenUnits(pair.strandedId(), prize, after, WINS)) {
                after = page.get(page.size() - 1).unit().ordinal();
                judge(pair, page.stream().map(row -> Win.of(row, pair)).toList(), found);
                done += page.size();
                progress.at(pair.slug() + ": wins", done, size.wins());
            }
        }
    }

    private void judge(CampaignPair pair, List<Win> wins, Differences found) throws Unavailable {
        List<Judgement> judged = Judgement.of(lookups, pair.id(), wins);
        for (Judgement judgement : judged) {
            found.add(switch (judgement.outcome()) {
                case SAME -> Difference.WIN_SAME;
                case BRING -> Difference.WIN_MISSING;
                case SETTLED -> Difference.WIN_SETTLED;
                case CONFLICT -> Difference.of(judgement.kind());
            }, judgement.win().key());
        }
        claims.judge(lookups, pair, judged, claims.of(pair, wins)).forEach(claim -> found.add(claim.difference(), claim.there().key()));
    }

    private void draws(CampaignPair pair, Rows.Size size, Differences found) throws Unavailable {
        long[] done = {0};
        List<Win> unheld = new ArrayList<>();
        Merge.walk(last -> stranded.draws(pair.strandedId(), last == null ? DrawKey.FIRST : last.key(), PAGE),
                last -> here.draws(pair.id(), last == null ? DrawKey.FIRST : last.key(), PAGE), Comparator.comparing(DrawRow::key), (there, row) -> {
                    if (there == null) {
                        found.add(Difference.DRAW_NEW, row.key());
                        return;
                    }
                    if (++done[0] % PAGE == 0 || done[0] == size.draws()) {
                        progress.at(pair.slug() + ": draws", done[0], size.draws());
                    }
                    if (there.isWin()) {
                        // The units told of it already, unless its own does not know of it.
                        if (!there.unitHeld()) {
                            unheld.add(Win.unheld(there, pair));
                        }
                        if (unheld.size() == WINS) {
                            judge(pair, unheld, found);
                            unheld.clear();
                        }
                    } else {
                        found.add(row == null ? Difference.LOSS_MISSING : row.isWin() ? Difference.WON_HERE : Difference.DRAW_SAME, there.key());
                    }
                });
        judge(pair, unheld, found);
    }

    private void players(CampaignPair pair, Rows.Size size, Differences found) throws Unavailable {
        long[] done = {0};
        Merge.walk(last -> stranded.visits(pair.strandedId(), last == null ? null : last.player(), PAGE),
                last -> here.visits(pair.id(), last == null ? null : last.player(), PAGE), Comparator.comparing(Visit::player), (there, row) -> {
                    if (there == null) {
                        found.add(Difference.PLAYER_NEW, row.player());
                        return;
                    }
                    if (++done[0] % PAGE == 0 || done[0] == size.players()) {
                        progress.at(pair.slug() + ": players", done[0], size.players());
                    }
                    found.add(row == null ? Difference.PLAYER_MISSING
                            : there.firstSeenAt().isBefore(row.firstSeenAt()) ? Difference.PLAYER_EARLIER : Difference.PLAYER_SAME, there.player());
                });
    }
}
