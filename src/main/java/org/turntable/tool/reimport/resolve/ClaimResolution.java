package org.turntable.tool.reimport.resolve;

import java.util.List;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.PacketRow.State;
import org.turntable.tool.reimport.row.RedemptionRow;
import org.turntable.tool.reimport.row.SealedText;
import org.turntable.tool.reimport.rule.ClaimAssessment;
import org.turntable.tool.reimport.rule.ClaimImport;
import org.turntable.tool.reimport.rule.ClaimRule;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.Decision;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;
import org.turntable.tool.reimport.rule.ReimportTarget.Tables;

/** Carries out the decision about a claim, within one transaction. */
final class ClaimResolution {
    private final Tables tables;
    private final Run run;
    private final Conflict conflict;
    private final ClaimRule rule;

    ClaimResolution(Tables tables, Run run, Conflict conflict, ClaimRule rule) {
        this.tables = tables;
        this.run = run;
        this.conflict = conflict;
        this.rule = rule;
    }

    /**
     * Carries it out.
     *
     * @param claim the current assessment of the claim; empty where the stranded database is not available
     * @return whether it was carried out; otherwise the reason is recorded
     */
    boolean carryOut(Optional<ClaimAssessment> claim) throws DatabaseUnavailableException {
        if (conflict.decision().choice() == Decision.HERE) {
            return resolve();
        }
        if (claim.isEmpty() || claim.get().mapping() == null) {
            return fail("this needs the stranded database: reimport apply");
        }
        ClaimRow stranded = claim.get().stranded();
        if (stranded instanceof AddressRow address) {
            return resolveAddress(
                    address, (AddressRow) claim.get().current(), claim.get().mapping());
        }
        if (stranded instanceof RedemptionRow redemption) {
            write(
                    claim.get().current(),
                    redemption.movedTo(
                            claim.get().mapping().to().key(),
                            claim.get().mapping().unit()));
            tables.addCount(run.id(), conflict.campaignId(), "redemptions", 1);
            return resolve();
        }
        return resolvePacket(
                (PacketRow) stranded,
                (PacketRow) claim.get().current(),
                claim.get().mapping());
    }

    private boolean resolveAddress(AddressRow stranded, AddressRow current, ClaimRule.DrawMapping mapping)
            throws DatabaseUnavailableException {
        if (current != null && current.isErased()) {
            return fail("it was erased here, and an erased address is not restored");
        }
        if (current != null
                && !stranded.isShipped()
                && (current.isShipped() || current.changedAt().isAfter(stranded.changedAt()))) {
            return fail("another address was given here since, or its parcel was shipped: decide here");
        }
        Optional<SealedText> sealed = rule.reseal(stranded, stranded.sealed(), mapping);
        if (sealed.isEmpty() && !stranded.isErased()) {
            return fail("key " + stranded.sealed().keyId()
                    + " is neither claims.key nor claims.key.previous here, or its data was tampered with");
        }
        write(current, stranded.movedTo(mapping.to().key(), mapping.unit().prizeId(), sealed.orElse(null)));
        ClaimImport.recordAddresses(tables, run, conflict.campaignId(), 1);
        return resolve();
    }

    private boolean resolvePacket(PacketRow stranded, PacketRow current, ClaimRule.DrawMapping mapping)
            throws DatabaseUnavailableException {
        if (current != null && current.isCallInProgress()) {
            return fail("a call for it may be in progress: run it again in a few minutes");
        }
        PacketRow base = current != null
                ? current
                : stranded.movedTo(mapping.to().key(), mapping.unit().prizeId(), null);
        if (conflict.decision().choice() == Decision.PAID) {
            if (current == null || current.state() != State.SENT) {
                write(
                        current,
                        base.sent(
                                stranded.payment(),
                                stranded.finishedAt() != null ? stranded.finishedAt() : rule.now()));
            }
            return finishPayment();
        }
        if (current != null && current.state() == State.SENT) {
            return fail("it is paid here already");
        }
        Optional<SealedText> payee = current != null && current.sealed() != null
                ? Optional.of(current.sealed())
                : rule.reseal(stranded, stranded.sealed(), mapping);
        if (payee.isEmpty()) {
            return fail(
                    stranded.sealed() == null
                            ? "the payee is no longer known: pay it in another way, then decide paid or here"
                            : "the payee cannot be decrypted: key "
                                    + stranded.sealed().keyId()
                                    + " is neither claims.key nor claims.key.previous here");
        }
        write(current, base.asked(payee.get()));
        return finishPayment();
    }

    private boolean finishPayment() throws DatabaseUnavailableException {
        tables.addCount(run.id(), conflict.campaignId(), "red_packets", 1);
        return resolve();
    }

    private void write(ClaimRow current, ClaimRow row) throws DatabaseUnavailableException {
        if (current == null) {
            tables.addCount(
                    run.id(),
                    conflict.campaignId(),
                    "verifiers",
                    tables.addClaims(conflict.campaignId(), List.of(row)));
        } else {
            tables.changeClaim(conflict.campaignId(), current, row);
        }
    }

    private boolean resolve() throws DatabaseUnavailableException {
        tables.recordResolution(conflict.id(), conflict.currentNumber(), 0);
        return true;
    }

    private boolean fail(String why) throws DatabaseUnavailableException {
        tables.recordFailure(conflict.id(), why);
        return false;
    }
}
