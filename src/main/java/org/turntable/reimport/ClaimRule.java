package org.turntable.reimport;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.turntable.reimport.ClaimJudgement.Outcome;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.PacketRow.State;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.Place;
import org.turntable.reimport.row.RedemptionRow;
import org.turntable.reimport.row.Sealed;
import org.turntable.reimport.row.UnitRef;

/**
 * What is to be done with what became of a prize in the stranded database: the one rule, for comparing and for bringing over. It decides
 * where one side is right beyond doubt, and leaves the rest to a person. Money is held meanwhile.
 */
final class ClaimRule {
    /** Who holds a red packet that waits for a person. */
    static final String HOLDER = "turntable-ops reimport";

    private final Seals seals;
    private final InstantSource clock;

    /**
     * What is to be done with one.
     *
     * @param outcome what is to be done
     * @param row     what is to stand here from now on; null where nothing is written
     * @param kind    why it is a conflict; null where it is none
     */
    record Verdict(Outcome outcome, ClaimRow row, ConflictKind kind) {
        private static final Verdict SAME = new Verdict(Outcome.SAME, null, null);

        private static Verdict write(Outcome outcome, ClaimRow row) {
            return new Verdict(outcome, row, null);
        }

        private static Verdict conflict(ConflictKind kind, ClaimRow row) {
            return new Verdict(Outcome.CONFLICT, row, kind);
        }
    }

    /**
     * The draw that won the prize.
     *
     * @param from as it is called in the stranded database
     * @param to   as it is called here
     * @param unit the unit that it has here
     */
    record Standing(Place from, Place to, UnitRef unit) {
        /** Whether both databases call it by one name: then seals fit, and the partner knows it. */
        boolean hasOneName() {
            return from.equals(to);
        }

        /** Whether another draw here may be called as this one is called there: the partner would take the one for the other. */
        private boolean isNamedLikeAnother() {
            return !hasOneName() && from.campaignId() == to.campaignId();
        }
    }

    /**
     * @param seals makes seals fit
     * @param clock for what is held or erased from now on
     */
    ClaimRule(Seals seals, InstantSource clock) {
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * Judges one.
     *
     * @param there the stranded row
     * @param here  the row of the same kind here; null for none
     */
    Verdict of(ClaimRow there, ClaimRow here, Standing standing) {
        if (there instanceof AddressRow address) {
            return address(address, (AddressRow) here, standing);
        }
        return there instanceof RedemptionRow redemption ? redemption(redemption, (RedemptionRow) here, standing)
                : packet((PacketRow) there, (PacketRow) here, standing);
    }

    /** The stranded text for the draw of here; empty where it cannot be opened, or there is none. */
    Optional<Sealed> moved(ClaimRow there, Sealed sealed, Standing standing) {
        return sealed == null ? Optional.empty() : seals.move(there, sealed, standing.from, standing.to);
    }

    private Verdict address(AddressRow there, AddressRow here, Standing standing) {
        if (here == null) {
            return address(there, standing, Outcome.BRING);
        }
        boolean erase = !here.isErased() && there.isErased() && !here.consentedAt().isAfter(there.erasedAt());
        if (there.isShipped() && here.isShipped() && !there.parcel().isSameAs(here.parcel())) {
            return Verdict.conflict(ConflictKind.SHIPPED_TWICE, erase ? here.erased(there.erasedAt()) : null);
        }
        if (there.isShipped() && !here.isShipped()) {
            return shipped(there, here, standing);
        }
        if (erase) {
            return Verdict.write(Outcome.CHANGE, here.erased(there.erasedAt()));
        }
        boolean stays = here.isShipped() || here.isErased() || there.isErased() || !there.changedAt().isAfter(here.changedAt());
        return stays ? Verdict.SAME : address(there, standing, Outcome.CHANGE);
    }

    /** The parcel went to the address of there; one that was erased here does not come back with it. */
    private Verdict shipped(AddressRow there, AddressRow here, Standing standing) {
        if (here.isErased()) {
            return Verdict.write(Outcome.CHANGE, at(there, standing, null).erased(here.erasedAt()));
        }
        boolean sameText = !there.isErased() && there.changedAt().equals(here.changedAt());
        return sameText ? Verdict.write(Outcome.CHANGE, here.shipped(there.parcel())) : address(there, standing, Outcome.CHANGE);
    }

    /** The stranded row as it is to stand here. That a parcel left is brought in even where nobody can read where it went. */
    private Verdict address(AddressRow there, Standing standing, Outcome outcome) {
        Optional<Sealed> sealed = moved(there, there.sealed(), standing);
        if (sealed.isPresent() || there.isErased()) {
            return Verdict.write(outcome, at(there, standing, sealed.orElse(null)));
        }
        return there.isShipped() ? Verdict.write(outcome, at(there, standing, null).erased(now()))
                : Verdict.conflict(ConflictKind.ADDRESS_SEALED, null);
    }

    private static AddressRow at(AddressRow there, Standing standing, Sealed sealed) {
        return there.movedTo(standing.to.key(), standing.unit.prizeId(), sealed);
    }

    private static Verdict redemption(RedemptionRow there, RedemptionRow here, Standing standing) {
        if (here == null) {
            return Verdict.write(Outcome.BRING, there.movedTo(standing.to.key(), standing.unit));
        }
        return here.isSameScanAs(there) ? Verdict.SAME : Verdict.conflict(ConflictKind.REDEEMED_TWICE, null);
    }

    private Verdict packet(PacketRow there, PacketRow here, Standing standing) {
        if (here == null) {
            return packet(there, standing);
        }
        if (!there.collectedAt().equals(here.collectedAt())) {
            return Verdict.conflict(ConflictKind.PACKET_TWICE, heldHere(here, standing));
        }
        // One and the same packet: it came over before, or both databases have it from a backup.
        if (!there.isOver()) {
            return here.state() == State.DUE && here.tries() == 0 ? Verdict.write(Outcome.CHANGE, here.asked(here.sealed())) : Verdict.SAME;
        }
        if (there.state() == here.state() && Objects.equals(there.payment(), here.payment())) {
            return Verdict.SAME;
        }
        if (there.state() == State.SENT && !here.isOver()) {
            return here.inHand() ? Verdict.SAME : Verdict.write(Outcome.CHANGE, here.sent(there.payment(), there.overAt()));
        }
        return Verdict.conflict(ConflictKind.PACKET_TWICE, heldHere(here, standing));
    }

    /**
     * One that is not here. What was paid or given up there causes no call any more. Of any other it may be that a call went out, even where
     * the row does not say so: the last seconds of a damaged database are missing. So the partner is asked first, and that he can be only
     * by the name under which he was called.
     */
    private Verdict packet(PacketRow there, Standing standing) {
        PacketRow row = there.movedTo(standing.to.key(), standing.unit.prizeId(), null);
        if (there.isOver()) {
            return standing.isNamedLikeAnother() ? Verdict.conflict(ConflictKind.PACKET_KEY, row) : Verdict.write(Outcome.BRING, row);
        }
        if (!standing.hasOneName()) {
            return Verdict.conflict(ConflictKind.PACKET_KEY, held(row, standing));
        }
        Optional<Sealed> sealed = moved(there, there.sealed(), standing);
        if (sealed.isEmpty()) {
            return Verdict.conflict(ConflictKind.PACKET_SEALED, held(row, standing));
        }
        return Verdict.write(Outcome.BRING, there.state() == State.FAILED ? there.movedTo(row.key(), row.prizeId(), sealed.get())
                : row.asked(sealed.get()));
    }

    /** Null where it is over already, or a call for it may be under way: that one is not stopped any more. */
    private PacketRow heldHere(PacketRow here, Standing standing) {
        return here.isOver() || here.inHand() ? null : held(here, standing);
    }

    private PacketRow held(PacketRow row, Standing standing) {
        return row.held(HOLDER, "the partner knows it as " + standing.from.text() + ": reimport conflicts", now());
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
