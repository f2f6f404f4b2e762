package org.turntable.reimport;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of a stranded win in conflict, or of what hangs on it. Where the same number lost here, the loss becomes the win; where it won
 * something else, the stranded win comes under the player's next number, so that both wins that were shown are kept.
 */
public enum Decision {
    /** It gets its own unit, which is free by now. */
    OWN("its own unit"),
    /** It gets another free unit of the same prize. */
    ANOTHER("another free unit of the prize"),
    /** It gets its own unit, and whoever has it here gets another free one: for a coupon that was redeemed already. */
    SWAP("its own unit, and who has it here gets another"),
    /** It is not brought in; the draw stands as a loss. A person makes it up to the player. */
    DROP("nothing; a person makes it up to the player"),
    /** Of an address, a redemption or a red packet: what is here stays, and nothing is brought in. */
    HERE("what is here stays"),
    /** Of an address or a redemption: what the stranded database has takes the place of what is here. */
    STRANDED("what the stranded database has takes the place of what is here"),
    /** Of a red packet: the partner was asked and has paid it; it is entered as paid. */
    PAID("it is entered as paid, and nothing is paid"),
    /** Of a red packet: the partner was asked and has not paid it; this database pays it. */
    PAY("it is paid from here");

    private final String sentence;

    Decision(String sentence) {
        this.sentence = sentence;
    }

    /** For persons: what the stranded winner gets, or what is done. */
    public String sentence() {
        return sentence;
    }

    /** As it is stored and typed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The decision of that word. */
    public static Optional<Decision> of(String word) {
        return Arrays.stream(values()).filter(decision -> decision.word().equals(word)).findFirst();
    }
}
