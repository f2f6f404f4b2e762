package org.turntable.tool.reimport.rule;

import java.util.ArrayList;
import java.util.List;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.RedemptionRow;
import org.turntable.tool.reimport.rule.ClaimAssessment.Outcome;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;
import org.turntable.tool.reimport.rule.ReimportTarget.Tables;

/** Writes claims into the target, within the transaction of their wins. */
public final class ClaimImport {
    private ClaimImport() {}

    /** Imports the rows that the assessments call for, and records conflicts; returns the number of rows written. */
    public static int write(Tables tables, Run run, MatchedCampaign pair, List<ClaimAssessment> claims)
            throws DatabaseUnavailableException {
        List<ClaimRow> added = new ArrayList<>();
        List<Conflict.NewConflict> conflicts = new ArrayList<>();
        List<ClaimAssessment> written =
                claims.stream().filter(claim -> claim.row() != null).toList();
        for (ClaimAssessment claim : claims) {
            if (claim.outcome() == Outcome.CONFLICT && claim.conflict() == null) {
                conflicts.add(new Conflict.NewConflict(
                        claim.win(), claim.kind(), claim.mapping().to().key().number(), claim.detail(), true));
            }
            if (claim.row() != null && claim.current() == null) {
                added.add(claim.row());
            } else if (claim.row() != null) {
                tables.changeClaim(pair.id(), claim.current(), claim.row());
            }
        }
        tables.addCount(run.id(), pair.id(), "verifiers", tables.addClaims(pair.id(), added));
        tables.addConflicts(run.id(), pair.id(), conflicts);
        tables.addCount(run.id(), pair.id(), "conflicts", conflicts.size());
        tables.addCount(
                run.id(),
                pair.id(),
                "redemptions",
                ofType(RedemptionRow.class, written).size());
        List<ClaimAssessment> packets = ofType(PacketRow.class, written);
        long held = packets.stream()
                .filter(claim -> claim.outcome() == Outcome.CONFLICT)
                .count();
        tables.addCount(run.id(), pair.id(), "red_packets", packets.size() - held);
        tables.addCount(run.id(), pair.id(), "held", held);
        writeAddressCounts(tables, run, pair.id(), ofType(AddressRow.class, written));
        return written.size() + conflicts.size();
    }

    private static List<ClaimAssessment> ofType(Class<? extends ClaimRow> kind, List<ClaimAssessment> written) {
        return written.stream().filter(claim -> kind.isInstance(claim.row())).toList();
    }

    private static void writeAddressCounts(Tables tables, Run run, int campaignId, List<ClaimAssessment> written)
            throws DatabaseUnavailableException {
        int erased = (int) written.stream()
                .filter(claim -> claim.current() instanceof AddressRow current
                        && !current.isErased()
                        && ((AddressRow) claim.row()).isErased())
                .count();
        recordAddresses(tables, run, campaignId, written.size() - erased);
        tables.addCount(run.id(), campaignId, "erased", erased);
        if (erased > 0) {
            tables.recordAction(campaignId, "erase", erased, run);
        }
    }

    /** Counts imported addresses, and adds an audit entry for them. */
    public static void recordAddresses(Tables tables, Run run, int campaignId, int addresses)
            throws DatabaseUnavailableException {
        tables.addCount(run.id(), campaignId, "addresses", addresses);
        if (addresses > 0) {
            tables.recordAction(campaignId, "reimport", addresses, run);
        }
    }
}
