package org.turntable.showcase;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a campaign's pages show besides its plan.
 *
 * @param theme   how they look
 * @param rules   every published version, the newest first; empty where none was published yet
 * @param soldOut ids of the prizes of which no unit is free
 * @param winners of a campaign that is over, in the order of its prizes; empty before
 */
public record Showcase(Theme theme, List<RulesVersion> rules, Set<Integer> soldOut, List<Winners> winners) {
    /** A campaign of which nothing is known yet. */
    public static final Showcase PLAIN = new Showcase(Theme.USUAL, List.of(), Set.of(), List.of());

    /** Copies the collections. */
    public Showcase {
        rules = List.copyOf(rules);
        soldOut = Set.copyOf(soldOut);
        winners = List.copyOf(winners);
    }

    /** The rules in force, where any were published. */
    public Optional<RulesVersion> rulesInForce() {
        return rules.stream().findFirst();
    }
}
