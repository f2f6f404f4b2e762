package org.turntable.tool.reimport.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do with a stranded win in conflict, or with a claim. Where the same draw number lost in the target, the loss
 * becomes the win. Where it won something else, the stranded win gets the player's next draw number, so both wins are
 * kept.
 */
public enum Decision {
    /** A win gets its own unit, which is free. */
    OWN("its own unit"),
    /** A win gets another free unit of the same prize. */
    ANOTHER("another free unit of the prize"),
    /** A win gets its own unit, and the draw that has it gets another free unit: for a redeemed coupon. */
    SWAP("its own unit, and who has it here gets another"),
    /** A win is not imported; the draw becomes a loss. A person compensates the player. */
    DROP("nothing; a person compensates the player"),
    /** A claim is not imported; the row of the target stays. */
    HERE("what is here stays"),
    /** An address or a redemption replaces the row of the target. */
    STRANDED("the row of the stranded database replaces what is here"),
    /** A red packet that the partner has paid is recorded as paid. */
    PAID("it is recorded as paid, and nothing is paid"),
    /** A red packet that the partner has not paid is paid from the target. */
    PAY("it is paid from here");

    private final String sentence;

    Decision(String sentence) {
        this.sentence = sentence;
    }

    /** The decision as a sentence. */
    public String sentence() {
        return sentence;
    }

    /** The value in the database and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The decision of that value; empty for none. */
    public static Optional<Decision> of(String word) {
        return Arrays.stream(values())
                .filter(decision -> decision.word().equals(word))
                .findFirst();
    }
}
