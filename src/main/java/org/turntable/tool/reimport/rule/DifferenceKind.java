package org.turntable.tool.reimport.rule;

import java.util.Arrays;
import java.util.Locale;

/** Kinds of differences that a comparison counts, by table. */
public enum DifferenceKind {
    /** A player of both databases. */
    PLAYER_SAME("player", "in both", false),
    /** A player whose first visit is earlier in the stranded database. */
    PLAYER_EARLIER("player", "first visit is earlier in the stranded database", true),
    /** A player that only the stranded database has. */
    PLAYER_MISSING("player", "missing here", true),
    /** A player that only the target has. */
    PLAYER_NEW("player", "new here", false),
    /** A draw with the same result in both databases. */
    DRAW_SAME("draw", "same result in both", false),
    /** A losing draw that only the stranded database has. */
    LOSS_MISSING("draw", "lost, missing here", true),
    /** A draw that lost in the stranded database and won in the target: the win stays. */
    WON_HERE("draw", "lost there, won here: the win stands", false),
    /** A draw that only the target has. */
    DRAW_NEW("draw", "new here", false),
    /** A win that both databases have. */
    WIN_SAME("prize_unit", "won the same in both", false),
    /** A missing win whose draw number and unit are free in the target. */
    WIN_MISSING("prize_unit", "won, missing here, its own unit is free", true),
    /** A win in conflict whose decision was carried out. */
    WIN_SETTLED("prize_unit", "won, a decision was carried out", false),
    /** A win whose unit was awarded to another draw. */
    UNIT_TAKEN("prize_unit", ConflictKind.UNIT_TAKEN.sentence(), true),
    /** A win of a draw number that lost in the target. */
    LOST_HERE("prize_unit", ConflictKind.LOST_HERE.sentence(), true),
    /** A win of a draw number that won something else in the target. */
    WON_OTHERWISE("prize_unit", ConflictKind.WON_OTHERWISE.sentence(), true),
    /** A win of a unit that the target does not have. */
    UNIT_UNKNOWN("prize_unit", ConflictKind.UNIT_UNKNOWN.sentence(), true),
    /** A win whose draw and unit do not name each other. */
    INCONSISTENT("prize_unit", ConflictKind.INCONSISTENT.sentence(), true),
    /** A revocation that only the stranded database has. */
    REVOCATION_MISSING("identity_revocation", "missing here", true),
    /** An address of both databases that needs no change. */
    ADDRESS_SAME("claim_address", "in both, and what is here stays", false),
    /** An address that only the stranded database has. */
    ADDRESS_MISSING("claim_address", "missing here", true),
    /** An address of both databases that was later changed, shipped or erased in the stranded one. */
    ADDRESS_BEHIND("claim_address", "changed later, shipped or erased in the stranded database", true),
    /** An address that cannot be decrypted. */
    ADDRESS_SEALED("claim_address", ConflictKind.ADDRESS_SEALED.sentence(), true),
    /** Two different parcels. */
    SHIPPED_TWICE("claim_address", ConflictKind.SHIPPED_TWICE.sentence(), true),
    /** A redemption of both databases. */
    REDEMPTION_SAME("redemption", "the same in both", false),
    /** A redemption that only the stranded database has. */
    REDEMPTION_MISSING("redemption", "missing here", true),
    /** Two different redemptions. */
    REDEEMED_TWICE("redemption", ConflictKind.REDEEMED_TWICE.sentence(), true),
    /** A red packet of both databases that needs no change. */
    PACKET_SAME("red_packet", "in both, and what is here stays", false),
    /** A red packet that only the stranded database has. */
    PACKET_MISSING("red_packet", "missing here", true),
    /** A red packet of both databases that is paid in the stranded one, or has to be queried first. */
    PACKET_BEHIND("red_packet", "further in the stranded database", true),
    /** A red packet whose payee cannot be decrypted. */
    PACKET_SEALED("red_packet", ConflictKind.PACKET_SEALED.sentence(), true),
    /** A red packet that the partner identifies by another key. */
    PACKET_KEY("red_packet", ConflictKind.PACKET_KEY.sentence(), true),
    /** Two contradicting red packets. */
    PACKET_TWICE("red_packet", ConflictKind.PACKET_TWICE.sentence(), true),
    /** The amount of a prize that only the stranded database has. */
    AMOUNT_MISSING("red_packet_prize", "missing here", true),
    /** The amount of a prize that differs: the published amount of the target stays. */
    AMOUNT_OTHERWISE("red_packet_prize", "another amount here, which stays", false),
    /** A claim whose win waits for a decision. */
    CLAIM_WAITS("(its win)", "an address, a redemption or a red packet: its win waits for a person", true),
    /** A claim whose win was dropped. */
    CLAIM_DROPPED("(its win)", "an address, a redemption or a red packet: its win was dropped", false),
    /** A claim in conflict whose decision was carried out. */
    CLAIM_SETTLED("(its win)", "an address, a redemption or a red packet: a decision was carried out", false),
    /** A claim without a win in the stranded database. */
    CLAIM_ADRIFT("(no win)", "an address, a redemption or a red packet of no win there: it was damaged", false),
    /** An audit entry that only the stranded database has. */
    ACTION_MISSING("claim_action", "missing here", true);

    private final String table;
    private final String sentence;
    private final boolean open;

    DifferenceKind(String table, String sentence, boolean open) {
        this.table = table;
        this.sentence = sentence;
        this.open = open;
    }

    /** The kind of a conflict. */
    public static DifferenceKind of(ConflictKind kind) {
        return valueOf(kind.name());
    }

    /** The table. */
    public String table() {
        return table;
    }

    /** The difference as a sentence. */
    public String sentence() {
        return sentence;
    }

    /** Whether rows have to be imported or decided. */
    public boolean isOpen() {
        return open;
    }

    /** Whether a person has to decide. */
    public boolean isConflict() {
        return Arrays.stream(ConflictKind.values()).anyMatch(kind -> kind.name().equals(name()));
    }

    /** The field name in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
