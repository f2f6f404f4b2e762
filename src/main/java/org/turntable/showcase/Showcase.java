package org.turntable.showcase;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The content of a campaign's pages besides its plan.
 *
 * @param theme the look of the pages
 * @param rules every published version, newest first; empty when none was published yet
 * @param soldOut ids of the prizes without a free unit
 * @param winners of a closed campaign, in the order of its prizes; empty before
 */
public record Showcase(Theme theme, List<RulesVersion> rules, Set<Integer> soldOut, List<Winners> winners) {
    /** The showcase of a campaign that was not read yet. */
    public static final Showcase PLAIN = new Showcase(Theme.DEFAULT, List.of(), Set.of(), List.of());

    /** Copies the collections. */
    public Showcase {
        rules = List.copyOf(rules);
        soldOut = Set.copyOf(soldOut);
        winners = List.copyOf(winners);
    }

    /** The rules in force, if any were published. */
    public Optional<RulesVersion> rulesInForce() {
        return rules.stream().findFirst();
    }
}
