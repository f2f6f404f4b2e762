package org.turntable.tool.reimport.rule;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawLocation;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.PacketRow.State;
import org.turntable.tool.reimport.row.RedemptionRow;
import org.turntable.tool.reimport.row.SealedText;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.rule.ClaimAssessment.Outcome;

/**
 * Decides what to do with a claim of the stranded database. Comparison and import use the same rule. It decides only
 * where one side is certainly right; otherwise there is a conflict, and a red packet is held until a person has
 * decided.
 */
public final class ClaimRule {
    /** The name in {@code given_up_by} of a red packet that is held. */
    static final String HOLDER = "turntable-ops reimport";

    private final ClaimSealer sealer;
    private final InstantSource clock;

    /**
     * What to do with one claim.
     *
     * @param outcome what to do
     * @param row the row to write to the target; null where nothing is written
     * @param kind the reason of a conflict; null where there is none
     */
    record Result(Outcome outcome, ClaimRow row, ConflictKind kind) {
        private static final Result SAME = new Result(Outcome.SAME, null, null);

        private static Result write(Outcome outcome, ClaimRow row) {
            return new Result(outcome, row, null);
        }

        private static Result conflict(ConflictKind kind, ClaimRow row) {
            return new Result(Outcome.CONFLICT, row, kind);
        }
    }

    /**
     * Keys of the draw that won the prize, in both databases.
     *
     * @param from the draw in the stranded database
     * @param to the draw in the target
     * @param unit the unit that it has in the target
     */
    public record DrawMapping(DrawLocation from, DrawLocation to, UnitRef unit) {
        /** Whether both keys are equal: then encrypted data stays valid, and the payment partner knows the key. */
        boolean isSameLocation() {
            return from.equals(to);
        }

        /**
         * Whether another draw of the target may have the key that this draw has in the stranded database: the payment
         * partner could not tell them apart.
         */
        private boolean mayCollide() {
            return !isSameLocation() && from.campaignId() == to.campaignId();
        }
    }

    /**
     * @param sealer encrypts data for the draw in the target
     * @param clock gives the time for claims that are held or erased
     */
    ClaimRule(ClaimSealer sealer, InstantSource clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * Decides about one claim.
     *
     * @param stranded the row of the stranded database
     * @param current the row of the same type in the target; null for none
     * @param mapping keys of its draw in both databases
     */
    Result apply(ClaimRow stranded, ClaimRow current, DrawMapping mapping) {
        if (stranded instanceof AddressRow address) {
            return address(address, (AddressRow) current, mapping);
        }
        return stranded instanceof RedemptionRow redemption
                ? redemption(redemption, (RedemptionRow) current, mapping)
                : packet((PacketRow) stranded, (PacketRow) current, mapping);
    }

    /** Stranded data, encrypted for the draw in the target; empty where it cannot be decrypted, or there is none. */
    public Optional<SealedText> reseal(ClaimRow stranded, SealedText sealed, DrawMapping mapping) {
        return sealed == null ? Optional.empty() : sealer.reseal(stranded, sealed, mapping.from, mapping.to);
    }

    private Result address(AddressRow stranded, AddressRow current, DrawMapping mapping) {
        if (current == null) {
            return address(stranded, mapping, Outcome.IMPORT);
        }
        boolean erase = !current.isErased()
                && stranded.isErased()
                && !current.consentedAt().isAfter(stranded.erasedAt());
        if (stranded.isShipped() && current.isShipped() && !stranded.parcel().isSameAs(current.parcel())) {
            return Result.conflict(ConflictKind.SHIPPED_TWICE, erase ? current.erased(stranded.erasedAt()) : null);
        }
        if (stranded.isShipped() && !current.isShipped()) {
            return shipped(stranded, current, mapping);
        }
        if (erase) {
            return Result.write(Outcome.UPDATE, current.erased(stranded.erasedAt()));
        }
        boolean stays = current.isShipped()
                || current.isErased()
                || stranded.isErased()
                || !stranded.changedAt().isAfter(current.changedAt());
        return stays ? Result.SAME : address(stranded, mapping, Outcome.UPDATE);
    }

    /** The parcel went to the stranded address. An address that was erased in the target stays erased. */
    private Result shipped(AddressRow stranded, AddressRow current, DrawMapping mapping) {
        if (current.isErased()) {
            return Result.write(Outcome.UPDATE, at(stranded, mapping, null).erased(current.erasedAt()));
        }
        boolean sameText = !stranded.isErased() && stranded.changedAt().equals(current.changedAt());
        return sameText
                ? Result.write(Outcome.UPDATE, current.shipped(stranded.parcel()))
                : address(stranded, mapping, Outcome.UPDATE);
    }

    /**
     * The stranded row, converted for the target. A shipped parcel is imported even where the address cannot be
     * decrypted.
     */
    private Result address(AddressRow stranded, DrawMapping mapping, Outcome outcome) {
        Optional<SealedText> sealed = reseal(stranded, stranded.sealed(), mapping);
        if (sealed.isPresent() || stranded.isErased()) {
            return Result.write(outcome, at(stranded, mapping, sealed.orElse(null)));
        }
        return stranded.isShipped()
                ? Result.write(outcome, at(stranded, mapping, null).erased(now()))
                : Result.conflict(ConflictKind.ADDRESS_SEALED, null);
    }

    private static AddressRow at(AddressRow stranded, DrawMapping mapping, SealedText sealed) {
        return stranded.movedTo(mapping.to.key(), mapping.unit.prizeId(), sealed);
    }

    private static Result redemption(RedemptionRow stranded, RedemptionRow current, DrawMapping mapping) {
        if (current == null) {
            return Result.write(Outcome.IMPORT, stranded.movedTo(mapping.to.key(), mapping.unit));
        }
        return current.isSameScanAs(stranded) ? Result.SAME : Result.conflict(ConflictKind.REDEEMED_TWICE, null);
    }

    private Result packet(PacketRow stranded, PacketRow current, DrawMapping mapping) {
        if (current == null) {
            return packet(stranded, mapping);
        }
        if (!stranded.collectedAt().equals(current.collectedAt())) {
            return Result.conflict(ConflictKind.PACKET_TWICE, heldCurrent(current, mapping));
        }
        // The same claim: it was imported before, or both databases have it from a backup.
        if (!stranded.isFinished()) {
            return current.state() == State.DUE && current.tries() == 0
                    ? Result.write(Outcome.UPDATE, current.asked(current.sealed()))
                    : Result.SAME;
        }
        if (stranded.state() == current.state() && Objects.equals(stranded.payment(), current.payment())) {
            return Result.SAME;
        }
        if (stranded.state() == State.SENT && !current.isFinished()) {
            return current.isCallInProgress()
                    ? Result.SAME
                    : Result.write(Outcome.UPDATE, current.sent(stranded.payment(), stranded.finishedAt()));
        }
        return Result.conflict(ConflictKind.PACKET_TWICE, heldCurrent(current, mapping));
    }

    /**
     * A red packet that is missing in the target. One that is paid or given up causes no more calls. For any other, a
     * call may have been made even where the row does not record it, because a damaged database lacks its last seconds.
     * So the partner is queried first, which is possible only with the key of the first call.
     */
    private Result packet(PacketRow stranded, DrawMapping mapping) {
        PacketRow row = stranded.movedTo(mapping.to.key(), mapping.unit.prizeId(), null);
        if (stranded.isFinished()) {
            return mapping.mayCollide()
                    ? Result.conflict(ConflictKind.PACKET_KEY, row)
                    : Result.write(Outcome.IMPORT, row);
        }
        if (!mapping.isSameLocation()) {
            return Result.conflict(ConflictKind.PACKET_KEY, held(row, mapping));
        }
        Optional<SealedText> sealed = reseal(stranded, stranded.sealed(), mapping);
        if (sealed.isEmpty()) {
            return Result.conflict(ConflictKind.PACKET_SEALED, held(row, mapping));
        }
        return Result.write(
                Outcome.IMPORT,
                stranded.state() == State.FAILED
                        ? stranded.movedTo(row.key(), row.prizeId(), sealed.get())
                        : row.asked(sealed.get()));
    }

    /** Null where it is finished, or a call may be in progress, which cannot be stopped. */
    private PacketRow heldCurrent(PacketRow current, DrawMapping mapping) {
        return current.isFinished() || current.isCallInProgress() ? null : held(current, mapping);
    }

    private PacketRow held(PacketRow row, DrawMapping mapping) {
        return row.held(HOLDER, "the partner knows it as " + mapping.from.text() + ": reimport conflicts", now());
    }

    /** The current time, in milliseconds. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
