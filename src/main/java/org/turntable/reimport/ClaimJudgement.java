package org.turntable.reimport;

import java.util.Locale;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.RedemptionRow;

/**
 * What is to be done with what became of one prize in the stranded database.
 *
 * @param win      the win on which it hangs
 * @param there    the stranded row
 * @param here     the row of the same kind here; null for none
 * @param standing the draw that won it, by either name; null while it does not stand here
 * @param outcome  what is to be done
 * @param row      what is to stand here from now on; null where nothing is written
 * @param kind     why it is a conflict; null where it is none
 * @param conflict what is recorded of it; null for nothing
 */
record ClaimJudgement(Win win, ClaimRow there, ClaimRow here, ClaimRule.Standing standing, Outcome outcome, ClaimRow row, ConflictKind kind,
                      Conflict conflict) {
    /** What is to be done. */
    enum Outcome {
        /** What is here is right. */
        SAME,
        /** It is not here. */
        BRING,
        /** It is here, and the stranded database knows more. */
        CHANGE,
        /** A person has to decide. */
        CONFLICT,
        /** Its win waits for a person. */
        WAITS,
        /** Its win was dropped, so nothing hangs on it here. */
        DROPPED,
        /** A person decided, and that was carried out. */
        SETTLED
    }

    static ClaimJudgement without(Win win, ClaimRow there, Outcome outcome) {
        return new ClaimJudgement(win, there, null, null, outcome, null, null, null);
    }

    Difference difference() {
        String table = there instanceof AddressRow ? "ADDRESS_" : there instanceof RedemptionRow ? "REDEMPTION_" : "PACKET_";
        return switch (outcome) {
            case SAME -> Difference.valueOf(table + "SAME");
            case BRING -> Difference.valueOf(table + "MISSING");
            case CHANGE -> Difference.valueOf(table + "BEHIND");
            case CONFLICT -> Difference.of(kind);
            case WAITS -> Difference.CLAIM_WAITS;
            case DROPPED -> Difference.CLAIM_DROPPED;
            case SETTLED -> Difference.CLAIM_SETTLED;
        };
    }

    /** What a person has to know to decide: nothing that the winner told. */
    String detail() {
        String longest = switch (kind) {
            case ADDRESS_SEALED -> "key " + ((AddressRow) there).sealed().keyId();
            case PACKET_SEALED -> text((PacketRow) there, standing.from().text()) + ", key " + ((PacketRow) there).sealed().keyId();
            case SHIPPED_TWICE -> "there: " + text((AddressRow) there) + "; here: " + text((AddressRow) here);
            case REDEEMED_TWICE -> "there: " + text((RedemptionRow) there) + "; here: " + text((RedemptionRow) here);
            default -> "there: " + text((PacketRow) there, standing.from().text()) + "; here: "
                    + (here == null ? "none" : text((PacketRow) here, standing.to().text()));
        };
        return longest.substring(0, Math.min(Conflict.LONGEST_DETAIL, longest.length()));
    }

    private static String text(AddressRow address) {
        return address.parcel().carrier() + " " + address.parcel().tracking() + " at " + address.parcel().at();
    }

    private static String text(RedemptionRow redemption) {
        return redemption.store() + " by " + redemption.verifier() + " at " + redemption.redeemedAt();
    }

    private static String text(PacketRow packet, String key) {
        return String.format(Locale.ROOT, "%s, %d.%02d yuan, key %s%s", packet.state().word(), packet.amountFen() / 100, packet.amountFen() % 100,
                key, packet.payment() == null ? "" : ", payment " + packet.payment());
    }
}
