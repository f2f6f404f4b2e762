package org.turntable.reimport;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Why a stranded win, or what became of its prize, cannot be brought in as it is. */
public enum ConflictKind {
    /** The same unit was given to another draw here. */
    UNIT_TAKEN("its unit was given to another draw here"),
    /** The same draw was drawn again here, and lost. */
    LOST_HERE("the same number was drawn again here and lost"),
    /** The same draw was drawn again here, and won something else. */
    WON_OTHERWISE("the same number was drawn again here and won something else"),
    /** There is no such unit here. */
    UNIT_UNKNOWN("there is no such unit (or no such code) here"),
    /** In the stranded database the draw and its unit do not say the same. */
    INCONSISTENT("in the stranded database the draw and its unit do not say the same: it was damaged"),
    /** An address that nobody here could read, nor the winner change. */
    ADDRESS_SEALED("its address cannot be opened with claims.key or claims.key.previous of here; give the key that it names as the previous one",
            Decision.STRANDED, Decision.STRANDED, Decision.HERE),
    /** Both databases sent the prize. */
    SHIPPED_TWICE("a parcel left on the word of either database, and they are two", Decision.HERE, Decision.HERE, Decision.STRANDED),
    /** Both databases let the coupon be redeemed. */
    REDEEMED_TWICE("it was redeemed in both databases, and goods were handed over twice", Decision.HERE, Decision.HERE, Decision.STRANDED),
    /** A red packet of which nobody here can read whom to pay. */
    PACKET_SEALED("whom to pay cannot be opened with claims.key or claims.key.previous of here; give the key that it names as the previous one",
            null, Decision.PAY, Decision.PAID, Decision.HERE),
    /** The partner knows the red packet by a name under which this database does not ask, or would ask for another one. */
    PACKET_KEY("whether the red packet was paid, the partner knows under the key of there alone: ask him", null, Decision.PAY, Decision.PAID,
            Decision.HERE),
    /** The winner asked for the red packet in both databases, or they say two things of it. */
    PACKET_TWICE("both databases have a red packet for it, and they do not say the same: ask the partner about either key", null, Decision.PAY,
            Decision.PAID, Decision.HERE);

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

    /** For persons. */
    public String sentence() {
        return sentence;
    }

    /** As it is stored and typed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is about the win itself, and not about what became of its prize. */
    public boolean isOfWin() {
        return decisions.contains(Decision.OWN);
    }

    /** Whether that decision is one of those that settle it. */
    public boolean takes(Decision decision) {
        return decisions.contains(decision);
    }

    /** What would settle it without harm to anybody; empty where a person has to find out something first, and always for wins. */
    Optional<Decision> proposal() {
        return Optional.ofNullable(proposal);
    }
}
