package org.turntable.reimport;

import java.util.Arrays;
import java.util.Locale;

/** What a comparison tells apart, table by table. */
public enum Difference {
    /** A player of both. */
    PLAYER_SAME("player", "in both", false),
    /** A player whose first visit was earlier than this database knows. */
    PLAYER_EARLIER("player", "first visit was earlier in the stranded one", true),
    /** A player of the stranded database alone. */
    PLAYER_MISSING("player", "missing here", true),
    /** A player of this database alone. */
    PLAYER_NEW("player", "new here", false),
    /** A draw with the same result in both. */
    DRAW_SAME("draw", "same result in both", false),
    /** A losing draw of the stranded database alone. */
    LOSS_MISSING("draw", "lost, missing here", true),
    /** A draw that lost there and won here: the win stands. */
    WON_HERE("draw", "lost there, won here: the win stands", false),
    /** A draw of this database alone. */
    DRAW_NEW("draw", "new here", false),
    /** A win that stands here just so. */
    WIN_SAME("prize_unit", "won the same in both", false),
    /** A win whose number and whose own unit are free here. */
    WIN_MISSING("prize_unit", "won, missing here, its own unit is free", true),
    /** A win in conflict that was decided and settled. */
    WIN_SETTLED("prize_unit", "won, a decision was carried out", false),
    /** A win whose unit was given to another draw. */
    UNIT_TAKEN("prize_unit", ConflictKind.UNIT_TAKEN.sentence(), true),
    /** A win of a number that lost here. */
    LOST_HERE("prize_unit", ConflictKind.LOST_HERE.sentence(), true),
    /** A win of a number that won something else here. */
    WON_OTHERWISE("prize_unit", ConflictKind.WON_OTHERWISE.sentence(), true),
    /** A win of a unit that is not here. */
    UNIT_UNKNOWN("prize_unit", ConflictKind.UNIT_UNKNOWN.sentence(), true),
    /** A win of which the stranded database says two things. */
    INCONSISTENT("prize_unit", ConflictKind.INCONSISTENT.sentence(), true),
    /** A revocation of the stranded database alone. */
    REVOCATION_MISSING("identity_revocation", "missing here", true),
    /** An address of both, of which the one here is right. */
    ADDRESS_SAME("claim_address", "in both, and what is here stays", false),
    /** An address of the stranded database alone. */
    ADDRESS_MISSING("claim_address", "missing here", true),
    /** An address of both that was changed later, shipped or erased in the stranded database. */
    ADDRESS_BEHIND("claim_address", "changed later, shipped or erased in the stranded one", true),
    /** An address that cannot be opened here. */
    ADDRESS_SEALED("claim_address", ConflictKind.ADDRESS_SEALED.sentence(), true),
    /** Two parcels. */
    SHIPPED_TWICE("claim_address", ConflictKind.SHIPPED_TWICE.sentence(), true),
    /** A redemption of both. */
    REDEMPTION_SAME("redemption", "the same in both", false),
    /** A redemption of the stranded database alone. */
    REDEMPTION_MISSING("redemption", "missing here", true),
    /** Two redemptions. */
    REDEEMED_TWICE("redemption", ConflictKind.REDEEMED_TWICE.sentence(), true),
    /** A red packet of both, of which the one here is as far or further. */
    PACKET_SAME("red_packet", "in both, and what is here stays", false),
    /** A red packet of the stranded database alone. */
    PACKET_MISSING("red_packet", "missing here", true),
    /** A red packet of both that is paid in the stranded database, or of which the partner has to be asked first. */
    PACKET_BEHIND("red_packet", "the stranded one is further", true),
    /** A red packet of which nobody here can read whom to pay. */
    PACKET_SEALED("red_packet", ConflictKind.PACKET_SEALED.sentence(), true),
    /** A red packet that the partner knows by another name. */
    PACKET_KEY("red_packet", ConflictKind.PACKET_KEY.sentence(), true),
    /** Two red packets. */
    PACKET_TWICE("red_packet", ConflictKind.PACKET_TWICE.sentence(), true),
    /** What a prize pays, known in the stranded database alone. */
    AMOUNT_MISSING("red_packet_prize", "missing here", true),
    /** What a prize pays, and here it pays something else: what was published here stays. */
    AMOUNT_OTHERWISE("red_packet_prize", "another amount here, which stays", false),
    /** Something that hangs on a win that waits for a person. */
    CLAIM_WAITS("(its win)", "an address, a redemption or a red packet: its win waits for a person", true),
    /** Something that hangs on a win that was dropped. */
    CLAIM_DROPPED("(its win)", "an address, a redemption or a red packet: its win was dropped", false),
    /** A conflict about what became of a prize that was decided and settled. */
    CLAIM_SETTLED("(its win)", "an address, a redemption or a red packet: a decision was carried out", false),
    /** Something that hangs on no win in the stranded database. */
    CLAIM_ADRIFT("(no win)", "an address, a redemption or a red packet of no win there: it was damaged", false),
    /** An entry about addresses of the stranded database alone. */
    ACTION_MISSING("claim_action", "missing here", true);

    private final String table;
    private final String sentence;
    private final boolean open;

    Difference(String table, String sentence, boolean open) {
        this.table = table;
        this.sentence = sentence;
        this.open = open;
    }

    static Difference of(ConflictKind kind) {
        return valueOf(kind.name());
    }

    /** The table it is about. */
    public String table() {
        return table;
    }

    /** For persons. */
    public String sentence() {
        return sentence;
    }

    /** Whether something is left to do. */
    public boolean isOpen() {
        return open;
    }

    /** Whether a person has to decide. */
    public boolean isConflict() {
        return Arrays.stream(ConflictKind.values()).anyMatch(kind -> kind.name().equals(name()));
    }

    /** As it stands in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
