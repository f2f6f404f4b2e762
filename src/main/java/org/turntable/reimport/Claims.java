package org.turntable.reimport;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.turntable.reimport.ClaimJudgement.Outcome;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Successor.Run;
import org.turntable.reimport.Successor.Tables;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.Place;
import org.turntable.reimport.row.RedemptionRow;
import org.turntable.reimport.row.UnitRef;

/**
 * What became of stranded prizes: addresses, redemptions, red packets. Each comes in the very transaction in which its win comes to stand, for
 * a win that stands alone for a moment could be redeemed, sent or paid a second time.
 */
final class Claims {
    private final Rows stranded;
    private final ClaimRule rule;

    /** @param stranded null where it is gone by now */
    Claims(Rows stranded, Seals seals, InstantSource clock) {
        this.stranded = stranded;
        this.rule = new ClaimRule(seals, clock);
    }

    ClaimRule rule() {
        return rule;
    }

    /** What hangs on these wins in the stranded database, by their draws; the prizes are those of here. It does not change, so it is read once. */
    Map<DrawKey, List<ClaimRow>> of(CampaignPair pair, Collection<Win> wins) throws Unavailable {
        if (wins.isEmpty()) {
            return Map.of();
        }
        Map<DrawKey, List<ClaimRow>> found = new HashMap<>();
        for (ClaimRow row : stranded.claims(pair.strandedId(), wins.stream().map(Win::key).distinct().toList())) {
            found.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row);
        }
        return found;
    }

    /** The one that hangs on that win. In a damaged database another prize's may lie on the same draw. */
    static List<ClaimRow> of(CampaignPair pair, Win win, Map<DrawKey, List<ClaimRow>> there) {
        return there.getOrDefault(win.key(), List.of()).stream().filter(row -> pair.prizeHere(row.prizeId()) == win.unit().prizeId()).toList();
    }

    /** Judges what hangs on judged wins. */
    List<ClaimJudgement> judge(Lookups here, CampaignPair pair, List<Judgement> judged, Map<DrawKey, List<ClaimRow>> there) throws Unavailable {
        List<Judgement> claimed = judged.stream().filter(judgement -> !of(pair, judgement.win(), there).isEmpty()).toList();
        if (claimed.isEmpty()) {
            return List.of();
        }
        List<DrawKey> keys = claimed.stream().map(Judgement::standing).flatMap(Optional::stream).distinct().toList();
        Map<DrawKey, DrawRow> draws = here.draws(pair.id(), keys);
        Map<DrawKey, List<ClaimRow>> rows = here.claims(pair.id(), keys).stream().collect(Collectors.groupingBy(ClaimRow::key));
        List<Conflict> recorded = here.conflicts(pair.id(), claimed.stream().map(judgement -> judgement.win().key()).distinct().toList());
        List<ClaimJudgement> claims = new ArrayList<>();
        for (Judgement win : claimed) {
            for (ClaimRow row : of(pair, win.win(), there)) {
                claims.add(judge(pair, win, row, draws, rows, recorded));
            }
        }
        return claims;
    }

    /** What a recorded conflict is about, as it stands now; empty where its draw does not stand here any more. */
    Optional<ClaimJudgement> judge(Lookups here, CampaignPair pair, Conflict conflict, Map<DrawKey, List<ClaimRow>> there) throws Unavailable {
        DrawKey key = new DrawKey(conflict.win().key().player(), conflict.standing());
        DrawRow draw = here.draws(pair.id(), List.of(key)).get(key);
        if (draw == null || !draw.isWin() || draw.prizeId() != conflict.win().unit().prizeId()) {
            return Optional.empty();
        }
        ClaimRule.Standing standing = new ClaimRule.Standing(new Place(pair.strandedId(), conflict.win().key()), new Place(pair.id(), key),
                draw.unit());
        List<ClaimRow> rows = here.claims(pair.id(), List.of(key));
        return of(pair, conflict.win(), there).stream().findFirst().map(row -> new ClaimJudgement(conflict.win(), row,
                rows.stream().filter(one -> one.getClass() == row.getClass()).findFirst().orElse(null), standing, Outcome.CONFLICT, null,
                conflict.kind(), conflict));
    }

    private ClaimJudgement judge(CampaignPair pair, Judgement judged, ClaimRow there, Map<DrawKey, DrawRow> draws, Map<DrawKey, List<ClaimRow>> rows,
                                 List<Conflict> recorded) {
        Win win = judged.win();
        if (judged.isDropped()) {
            return ClaimJudgement.without(win, there, Outcome.DROPPED);
        }
        Optional<ClaimRule.Standing> standing = judged.standing().flatMap(key -> unit(judged, draws.get(key))
                .map(unit -> new ClaimRule.Standing(new Place(pair.strandedId(), win.key()), new Place(pair.id(), key), unit)));
        if (standing.isEmpty()) {
            return ClaimJudgement.without(win, there, Outcome.WAITS);
        }
        ClaimRow here = rows.getOrDefault(standing.get().to().key(), List.of()).stream().filter(row -> row.getClass() == there.getClass()).findFirst()
                .orElse(null);
        Conflict conflict = recorded.stream().filter(one -> !one.kind().isOfWin() && one.win().key().equals(win.key())
                && one.win().unit().prizeId() == win.unit().prizeId()).findFirst().orElse(null);
        if (conflict != null && conflict.settled() != null) {
            return new ClaimJudgement(win, there, here, standing.get(), Outcome.SETTLED, null, null, conflict);
        }
        ClaimRule.Verdict verdict = rule.of(there, here, standing.get());
        // What was laid before a person is decided by a person; meanwhile red packets are held as soon as they can be.
        return conflict == null ? new ClaimJudgement(win, there, here, standing.get(), verdict.outcome(), verdict.row(), verdict.kind(), null)
                : new ClaimJudgement(win, there, here, standing.get(), Outcome.CONFLICT, verdict.kind() == null ? null : verdict.row(),
                        conflict.kind(), conflict);
    }

    /** The unit that the draw has here; of a win that is still to be brought, its own. */
    private static Optional<UnitRef> unit(Judgement judged, DrawRow draw) {
        if (draw != null && draw.isWin() && draw.prizeId() == judged.win().unit().prizeId()) {
            return Optional.of(draw.unit());
        }
        return judged.outcome() == Judgement.Outcome.BRING ? Optional.of(judged.own().unit()) : Optional.empty();
    }

    /** Brings in what was judged, and answers how many rows that were. */
    static int bring(Tables tables, Run run, CampaignPair pair, List<ClaimJudgement> claims) throws Unavailable {
        List<ClaimRow> fresh = new ArrayList<>();
        List<Conflict.Found> conflicts = new ArrayList<>();
        List<ClaimJudgement> written = claims.stream().filter(claim -> claim.row() != null).toList();
        for (ClaimJudgement claim : claims) {
            if (claim.outcome() == Outcome.CONFLICT && claim.conflict() == null) {
                conflicts.add(new Conflict.Found(claim.win(), claim.kind(), claim.standing().to().key().number(), claim.detail(), true));
            }
            if (claim.row() != null && claim.here() == null) {
                fresh.add(claim.row());
            } else if (claim.row() != null) {
                tables.changeClaim(pair.id(), claim.here(), claim.row());
            }
        }
        tables.count(run.id(), pair.id(), "verifiers", tables.addClaims(pair.id(), fresh));
        tables.addConflicts(run.id(), pair.id(), conflicts);
        tables.count(run.id(), pair.id(), "conflicts", conflicts.size());
        tables.count(run.id(), pair.id(), "redemptions", of(RedemptionRow.class, written).size());
        List<ClaimJudgement> packets = of(PacketRow.class, written);
        long held = packets.stream().filter(claim -> claim.outcome() == Outcome.CONFLICT).count();
        tables.count(run.id(), pair.id(), "red_packets", packets.size() - held);
        tables.count(run.id(), pair.id(), "held", held);
        addresses(tables, run, pair.id(), of(AddressRow.class, written));
        return written.size() + conflicts.size();
    }

    private static List<ClaimJudgement> of(Class<? extends ClaimRow> kind, List<ClaimJudgement> written) {
        return written.stream().filter(claim -> kind.isInstance(claim.row())).toList();
    }

    private static void addresses(Tables tables, Run run, int campaignId, List<ClaimJudgement> written) throws Unavailable {
        int erased = (int) written.stream()
                .filter(claim -> claim.here() instanceof AddressRow here && !here.isErased() && ((AddressRow) claim.row()).isErased())
                .count();
        enter(tables, run, campaignId, written.size() - erased);
        tables.count(run.id(), campaignId, "erased", erased);
        if (erased > 0) {
            tables.recordAction(campaignId, "erase", erased, run);
        }
    }

    /** Counts addresses that came over, and enters them where exports and parcels are entered. */
    static void enter(Tables tables, Run run, int campaignId, int addresses) throws Unavailable {
        tables.count(run.id(), campaignId, "addresses", addresses);
        if (addresses > 0) {
            tables.recordAction(campaignId, "reimport", addresses, run);
        }
    }
}
