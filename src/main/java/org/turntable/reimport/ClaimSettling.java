package org.turntable.reimport;

import java.util.List;
import java.util.Optional;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Successor.Run;
import org.turntable.reimport.Successor.Tables;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.PacketRow.State;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.RedemptionRow;
import org.turntable.reimport.row.Sealed;

/** Carries out what a person decided of something that hangs on a win, within one transaction. */
final class ClaimSettling {
    private final Tables tables;
    private final Run run;
    private final Conflict conflict;
    private final ClaimRule rule;

    ClaimSettling(Tables tables, Run run, Conflict conflict, ClaimRule rule) {
        this.tables = tables;
        this.run = run;
        this.conflict = conflict;
        this.rule = rule;
    }

    /**
     * Whether it could be carried out; where not, why is recorded.
     *
     * @param claim what it is about, as it stands now; empty where the stranded database is gone
     */
    boolean carryOut(Optional<ClaimJudgement> claim) throws Unavailable {
        if (conflict.verdict().decision() == Decision.HERE) {
            return settled();
        }
        if (claim.isEmpty() || claim.get().standing() == null) {
            return refuse("the stranded database has to be there for it: reimport apply");
        }
        ClaimRow there = claim.get().there();
        if (there instanceof AddressRow address) {
            return address(address, (AddressRow) claim.get().here(), claim.get().standing());
        }
        if (there instanceof RedemptionRow redemption) {
            put(claim.get().here(), redemption.movedTo(claim.get().standing().to().key(), claim.get().standing().unit()));
            tables.count(run.id(), conflict.campaignId(), "redemptions", 1);
            return settled();
        }
        return packet((PacketRow) there, (PacketRow) claim.get().here(), claim.get().standing());
    }

    private boolean address(AddressRow there, AddressRow here, ClaimRule.Standing standing) throws Unavailable {
        if (here != null && here.isErased()) {
            return refuse("it was erased here: what is erased stays so");
        }
        if (here != null && !there.isShipped() && (here.isShipped() || here.changedAt().isAfter(there.changedAt()))) {
            return refuse("since then another address was given here, or its parcel left: say here");
        }
        Optional<Sealed> sealed = rule.moved(there, there.sealed(), standing);
        if (sealed.isEmpty() && !there.isErased()) {
            return refuse("key " + there.sealed().keyId() + " is neither claims.key nor claims.key.previous here, or it was changed");
        }
        put(here, there.movedTo(standing.to().key(), standing.unit().prizeId(), sealed.orElse(null)));
        Claims.enter(tables, run, conflict.campaignId(), 1);
        return settled();
    }

    private boolean packet(PacketRow there, PacketRow here, ClaimRule.Standing standing) throws Unavailable {
        if (here != null && here.inHand()) {
            return refuse("a call for it may be under way: run it again in a few minutes");
        }
        PacketRow base = here != null ? here : there.movedTo(standing.to().key(), standing.unit().prizeId(), null);
        if (conflict.verdict().decision() == Decision.PAID) {
            if (here == null || here.state() != State.SENT) {
                put(here, base.sent(there.payment(), there.overAt() != null ? there.overAt() : rule.now()));
            }
            return paid();
        }
        if (here != null && here.state() == State.SENT) {
            return refuse("it is paid here already");
        }
        Optional<Sealed> whom = here != null && here.sealed() != null ? Optional.of(here.sealed()) : rule.moved(there, there.sealed(), standing);
        if (whom.isEmpty()) {
            return refuse(there.sealed() == null ? "whom to pay is not known any more: pay it in another way and say paid, or here"
                    : "whom to pay cannot be opened: key " + there.sealed().keyId() + " is neither claims.key nor claims.key.previous here");
        }
        put(here, base.asked(whom.get()));
        return paid();
    }

    private boolean paid() throws Unavailable {
        tables.count(run.id(), conflict.campaignId(), "red_packets", 1);
        return settled();
    }

    private void put(ClaimRow here, ClaimRow row) throws Unavailable {
        if (here == null) {
            tables.count(run.id(), conflict.campaignId(), "verifiers", tables.addClaims(conflict.campaignId(), List.of(row)));
        } else {
            tables.changeClaim(conflict.campaignId(), here, row);
        }
    }

    private boolean settled() throws Unavailable {
        tables.settled(conflict.id(), conflict.standing(), 0);
        return true;
    }

    private boolean refuse(String why) throws Unavailable {
        tables.trouble(conflict.id(), why);
        return false;
    }
}
