package org.turntable.tool.reimport.rule;

import java.util.Locale;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.RedemptionRow;
import org.turntable.tool.reimport.row.StrandedWin;

/**
 * What to do with one claim of the stranded database.
 *
 * @param win the win that was claimed
 * @param stranded the row of the stranded database
 * @param current the row of the same type in the target; null for none
 * @param mapping keys of the draw in both databases; null while the win is not in the target
 * @param outcome what to do
 * @param row the row to write to the target; null where nothing is written
 * @param kind the reason of a conflict; null where there is none
 * @param conflict the recorded conflict; null for none
 */
public record ClaimAssessment(
        StrandedWin win,
        ClaimRow stranded,
        ClaimRow current,
        ClaimRule.DrawMapping mapping,
        Outcome outcome,
        ClaimRow row,
        ConflictKind kind,
        Conflict conflict) {
    /** What to do. */
    enum Outcome {
        /** The target needs no change. */
        SAME,
        /** It is missing in the target. */
        IMPORT,
        /** The row in the target is older than the stranded one. */
        UPDATE,
        /** A person has to decide. */
        CONFLICT,
        /** Its win waits for a decision. */
        PENDING,
        /** Its win was dropped, so it is not imported. */
        DROPPED,
        /** A decision was carried out. */
        RESOLVED
    }

    static ClaimAssessment without(StrandedWin win, ClaimRow stranded, Outcome outcome) {
        return new ClaimAssessment(win, stranded, null, null, outcome, null, null, null);
    }

    /** The kind that a comparison reports. */
    public DifferenceKind difference() {
        String table = stranded instanceof AddressRow
                ? "ADDRESS_"
                : stranded instanceof RedemptionRow ? "REDEMPTION_" : "PACKET_";
        return switch (outcome) {
            case SAME -> DifferenceKind.valueOf(table + "SAME");
            case IMPORT -> DifferenceKind.valueOf(table + "MISSING");
            case UPDATE -> DifferenceKind.valueOf(table + "BEHIND");
            case CONFLICT -> DifferenceKind.of(kind);
            case PENDING -> DifferenceKind.CLAIM_WAITS;
            case DROPPED -> DifferenceKind.CLAIM_DROPPED;
            case RESOLVED -> DifferenceKind.CLAIM_SETTLED;
        };
    }

    /** What a person has to know to decide; holds no personal data of the winner. */
    String detail() {
        String text = switch (kind) {
            case ADDRESS_SEALED -> "key " + ((AddressRow) stranded).sealed().keyId();
            case PACKET_SEALED ->
                text((PacketRow) stranded, mapping.from().text()) + ", key "
                        + ((PacketRow) stranded).sealed().keyId();
            case SHIPPED_TWICE -> "there: " + text((AddressRow) stranded) + "; here: " + text((AddressRow) current);
            case REDEEMED_TWICE ->
                "there: " + text((RedemptionRow) stranded) + "; here: " + text((RedemptionRow) current);
            default ->
                "there: " + text((PacketRow) stranded, mapping.from().text()) + "; here: "
                        + (current == null
                                ? "none"
                                : text((PacketRow) current, mapping.to().text()));
        };
        return text.substring(0, Math.min(Conflict.LONGEST_DETAIL, text.length()));
    }

    private static String text(AddressRow address) {
        return address.parcel().carrier() + " " + address.parcel().tracking() + " at "
                + address.parcel().at();
    }

    private static String text(RedemptionRow redemption) {
        return redemption.store() + " by " + redemption.verifier() + " at " + redemption.redeemedAt();
    }

    private static String text(PacketRow packet, String key) {
        return String.format(
                Locale.ROOT,
                "%s, %d.%02d yuan, key %s%s",
                packet.state().word(),
                packet.amountFen() / 100,
                packet.amountFen() % 100,
                key,
                packet.payment() == null ? "" : ", payment " + packet.payment());
    }
}
