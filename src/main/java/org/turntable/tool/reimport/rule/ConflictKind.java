package org.turntable.tool.reimport.rule;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The reason why a stranded win or a claim cannot be imported by rule. */
public enum ConflictKind {
    /** The target awarded its unit to another draw. */
    UNIT_TAKEN("its unit was given to another draw here"),
    /** The same draw number was drawn again in the target, and lost. */
    LOST_HERE("the same number was drawn again here and lost"),
    /** The same draw number was drawn again in the target, and won something else. */
    WON_OTHERWISE("the same number was drawn again here and won something else"),
    /** The target has no such unit. */
    UNIT_UNKNOWN("there is no such unit (or no such code) here"),
    /** In the stranded database draw and unit do not name each other. */
    INCONSISTENT("in the stranded database draw and unit contradict each other: it was damaged"),
    /** The address cannot be decrypted with the keys of the nodes. */
    ADDRESS_SEALED(
            "its address cannot be decrypted with claims.key or claims.key.previous; set the key that it "
                    + "names as the previous one",
            Decision.STRANDED,
            Decision.STRANDED,
            Decision.HERE),
    /** Both databases record a shipped parcel, and the parcels differ. */
    SHIPPED_TWICE(
            "both databases record a shipped parcel, and the parcels differ",
            Decision.HERE,
            Decision.HERE,
            Decision.STRANDED),
    /** Both databases record a redemption, and the scans differ. */
    REDEEMED_TWICE(
            "it was redeemed in both databases, and goods were handed over twice",
            Decision.HERE,
            Decision.HERE,
            Decision.STRANDED),
    /** The payee of the red packet cannot be decrypted with the keys of the nodes. */
    PACKET_SEALED(
            "its payee cannot be decrypted with claims.key or claims.key.previous; set the key that it "
                    + "names as the previous one",
            null,
            Decision.PAY,
            Decision.PAID,
            Decision.HERE),
    /**
     * The payment partner identifies the red packet by a key that differs from its key in the target, or that another
     * red packet has in the target.
     */
    PACKET_KEY(
            "the partner knows it only by its key in the stranded database: ask the partner whether it was paid",
            null,
            Decision.PAY,
            Decision.PAID,
            Decision.HERE),
    /** The red packet was claimed in both databases, or their states contradict each other. */
    PACKET_TWICE(
            "both databases have a red packet for it, and their states differ: ask the partner about both keys",
            null,
            Decision.PAY,
            Decision.PAID,
            Decision.HERE);

    private final String sentence;
    private final Decision proposal;
    private final Set<Decision> decisions;

    ConflictKind(String sentence) {
        this(sentence, null, Decision.OWN, Decision.ANOTHER, Decision.SWAP, Decision.DROP);
    }

    ConflictKind(String sentence, Decision proposal, Decision... decisions) {
        this.sentence = sentence;
        this.proposal = proposal;
        this.decisions = Set.of(decisions);
    }

    /** The reason as a sentence. */
    public String sentence() {
        return sentence;
    }

    /** The value in the database and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is about the win, and not about its claim. */
    public boolean isOfWin() {
        return decisions.contains(Decision.OWN);
    }

    /** Whether the decision is possible for this kind. */
    public boolean takes(Decision decision) {
        return decisions.contains(decision);
    }

    /** The decision to propose; empty where a person has to investigate first, and for wins. */
    public Optional<Decision> proposal() {
        return Optional.ofNullable(proposal);
    }
}
